using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Assistant.Core;
using Assistant.Retrieval.Index.Local.Dense;
using Assistant.Retrieval.Index.Local.Lexical;

namespace Assistant.Retrieval.Index.Local;

/// <summary>The index in memory at one moment: what a search works on from its first step to its last.</summary>
/// <remarks>
/// Never changes for its readers. Its arrays may be longer than <see cref="Slots"/>, since the writer puts newer slots behind it; what
/// lies there is not part of this snapshot.
/// </remarks>
internal sealed class IndexSnapshot
{
    // A home has few kinds of askers and filters at a time; each answer here saves a pass over all documents.
    private const int MaxSelections = 256;

    private readonly ConcurrentDictionary<string, Selection> _selections = new(StringComparer.Ordinal);

    /// <summary>How many slots were given; each passage has one, and keeps it until it is gone.</summary>
    public required int Slots { get; init; }

    /// <summary>How many of them are alive.</summary>
    public required int Live { get; init; }

    /// <summary>The passage id by slot.</summary>
    public required string[] Ids { get; init; }

    /// <summary>The row in SQLite by slot.</summary>
    public required long[] Rows { get; init; }

    /// <summary>The length in terms by slot.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>The language's number by slot.</summary>
    public required byte[] Languages { get; init; }

    /// <summary>The published documents by id.</summary>
    public required ImmutableDictionary<string, IndexedDocument> Documents { get; init; }

    /// <summary>The sealed posting lists, oldest slots first.</summary>
    public required PostingSegment[] Segments { get; init; }

    /// <summary>The terms.</summary>
    public required Lexicon Lexicon { get; init; }

    /// <summary>The embedder of the vectors; empty before the first.</summary>
    public required string Embedder { get; init; }

    /// <summary>The vectors.</summary>
    public required VectorShelf Vectors { get; init; }

    /// <summary>By slot the place of its vector plus 1, or 0; places past the shelf's count are not part of this snapshot.</summary>
    public required int[] VectorPlaces { get; init; }

    /// <summary>Nothing published.</summary>
    public static IndexSnapshot Empty => new()
    {
        Slots = 0,
        Live = 0,
        Ids = [],
        Rows = [],
        Lengths = [],
        Languages = [],
        Documents = ImmutableDictionary.Create<string, IndexedDocument>(StringComparer.Ordinal),
        Segments = [],
        Lexicon = new(),
        Embedder = "",
        Vectors = VectorShelf.Empty,
        VectorPlaces = [],
    };

    /// <summary>The place of a slot's vector on the shelf, or -1.</summary>
    public int VectorAt(int slot)
    {
        var place = VectorPlaces[slot] - 1;
        return place < Vectors.Count ? place : -1;
    }

    /// <summary>What an asker's search with these filters may see.</summary>
    public Selection Select(Asker asker, IReadOnlyList<string> collections, IReadOnlyDictionary<string, IReadOnlyList<string>> tags)
    {
        var key = KeyOf(asker, collections, tags);
        if (_selections.TryGetValue(key, out var known))
        {
            return known;
        }

        var selection = MakeSelection(document => document.IsReadableBy(asker) && document.Matches(collections, tags));
        if (_selections.Count < MaxSelections)
        {
            _selections[key] = selection;
        }

        return selection;
    }

    private Selection MakeSelection(Func<IndexedDocument, bool> takes)
    {
        var bits = new ulong[(Slots + 63) / 64];
        var languages = Lexicon.LanguageCount;
        var counts = new int[languages];
        var lengths = new long[languages];
        foreach (var document in Documents.Values.Where(takes))
        {
            for (var slot = document.First; slot < document.First + document.Count; slot++)
            {
                bits[slot >> 6] |= 1UL << (slot & 63);
                counts[Languages[slot]]++;
                lengths[Languages[slot]] += Lengths[slot];
            }
        }

        return new(bits, counts.Sum() == Slots, counts, lengths);
    }

    // Lengths before texts, so that no two sets of names give one key.
    private static string KeyOf(Asker asker, IReadOnlyList<string> collections, IReadOnlyDictionary<string, IReadOnlyList<string>> tags)
    {
        StringBuilder key = new();
        Append(key, asker.ReadsAll ? ["*"] : asker.Principals);
        Append(key, collections);
        foreach (var (name, values) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            Append(key, [name, .. values]);
        }

        return key.Append(asker.ReadsAll ? '1' : '0').ToString();
    }

    private static void Append(StringBuilder key, IReadOnlyList<string> names)
    {
        key.Append(names.Count).Append(':');
        foreach (var name in names)
        {
            key.Append(name.Length).Append('.').Append(name);
        }
    }
}
