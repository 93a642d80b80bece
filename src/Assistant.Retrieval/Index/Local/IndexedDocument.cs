using System.Collections.Frozen;
using Assistant.Core;

namespace Assistant.Retrieval.Index.Local;

/// <summary>A published document in memory: what decides who finds it, and its run of slots.</summary>
internal sealed class IndexedDocument(DocumentVersion version, int first, int count)
{
    private readonly FrozenSet<string> _readBy = version.ReadBy.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The published version.</summary>
    public DocumentVersion Version => version;

    /// <summary>Its first slot.</summary>
    public int First => first;

    /// <summary>How many slots it has.</summary>
    public int Count => count;

    /// <summary>Whether an asker may read it.</summary>
    public bool IsReadableBy(Asker asker) => asker.ReadsAll || asker.Principals.Any(_readBy.Contains);

    /// <summary>Whether it is part of one of the collections and has, for each key, one of the values.</summary>
    public bool Matches(IReadOnlyList<string> collections, IReadOnlyDictionary<string, IReadOnlyList<string>> tags)
    {
        if (collections.Count > 0 && !collections.Contains(version.Collection, StringComparer.Ordinal))
        {
            return false;
        }

        foreach (var (key, values) in tags)
        {
            if (!version.Tags.TryGetValue(key, out var own) || !own.Intersect(values, StringComparer.Ordinal).Any())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same document under other slots.</summary>
    public IndexedDocument At(int slot) => new(version, slot, count);
}
