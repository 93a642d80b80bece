using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace Assistant.Storage.Conversations;

/// <summary>One turn as a row.</summary>
[Table("turns"), PrimaryKey(nameof(ConversationId), nameof(Ordinal))]
internal sealed class TurnRow
{
    [Column("conversation_id")]
    public required string ConversationId { get; set; }

    /// <summary>Its place in the conversation, counted from 0.</summary>
    [Column("ordinal")]
    public int Ordinal { get; set; }

    [Column("question")]
    public required string Question { get; set; }

    [Column("answer")]
    public required string Answer { get; set; }

    [Column("ending")]
    public required string Ending { get; set; }

    [Column("at")]
    public long At { get; set; }
}
