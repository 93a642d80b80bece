using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Assistant.Storage.Conversations;

/// <summary>A conversation as a row.</summary>
[Table("conversations")]
internal sealed class ConversationRow
{
    [Key, Column("id")]
    public required string Id { get; set; }

    [Column("owner")]
    public required string Owner { get; set; }

    [Column("created_at")]
    public long CreatedAt { get; set; }
}
