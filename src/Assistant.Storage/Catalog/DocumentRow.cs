using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Assistant.Storage.Catalog;

/// <summary>A document as a row: the columns of script 0001.</summary>
[Table("documents")]
internal sealed class DocumentRow
{
    [Key, Column("id")]
    public required string Id { get; set; }

    [Column("collection")]
    public required string Collection { get; set; }

    [Column("name")]
    public required string Name { get; set; }

    [Column("title")]
    public required string Title { get; set; }

    [Column("state")]
    public required string State { get; set; }

    [Column("step")]
    public required string Step { get; set; }

    [Column("attempts")]
    public int Attempts { get; set; }

    [Column("reason")]
    public string? Reason { get; set; }

    [Column("passages")]
    public int Passages { get; set; }

    [Column("pages")]
    public int? Pages { get; set; }

    [Column("version")]
    public int Version { get; set; }

    [Column("version_id")]
    public string? VersionId { get; set; }

    [Column("content_hash")]
    public required string ContentHash { get; set; }

    [Column("published_hash")]
    public string? PublishedHash { get; set; }

    [Column("media_type")]
    public required string MediaType { get; set; }

    [Column("bytes")]
    public long Bytes { get; set; }

    [Column("source_path")]
    public string? SourcePath { get; set; }

    [Column("source_root")]
    public string? SourceRoot { get; set; }

    [Column("read_by")]
    public required string ReadBy { get; set; }

    [Column("tags")]
    public required string Tags { get; set; }

    [Column("updated_at")]
    public long UpdatedAt { get; set; }
}
