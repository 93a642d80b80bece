using System.Security.Cryptography;
using System.Text.Json;
using Assistant.Core;

namespace Assistant.Ingestion.Working;

/// <summary>Ids of versions: they say what was published, so that after a crash the catalogue can be mended from the index alone.</summary>
internal static class VersionIds
{
    /// <summary>A new id, never used again: <c>{document}-{what it was made from}-{random}</c>.</summary>
    public static string New(DocumentRecord record) =>
        $"{record.Id}-{Mark(record)}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>Whether a version was made from the bytes, readers and tags that the record has now.</summary>
    public static bool IsOf(string versionId, DocumentRecord record) =>
        versionId.StartsWith($"{record.Id}-{Mark(record)}-", StringComparison.Ordinal);

    /// <summary>Whether two records have the same bytes, readers and tags.</summary>
    public static bool IsSame(DocumentRecord one, DocumentRecord other) => string.Equals(Mark(one), Mark(other), StringComparison.Ordinal);

    private static string Mark(DocumentRecord record)
    {
        var all = JsonSerializer.SerializeToUtf8Bytes(new object[]
        {
            record.ContentHash,
            record.ReadBy.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            record.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new object[] { tag.Key, tag.Value.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal) }),
        });
        return Convert.ToHexStringLower(SHA256.HashData(all))[..12];
    }
}
