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

    /// <summary>By slot the place of its vector plus 1, or 0; what the shelf does not confirm is not part of this snapshot.</summary>
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

    /// <summary>No filter by tags.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> NoTags { get; } = ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>The same with other posting lists.</summary>
    public IndexSnapshot With(PostingSegment[] segments) => With(segments, Embedder, Vectors, VectorPlaces);

    /// <summary>The same with other vectors.</summary>
    public IndexSnapshot With(string embedder, VectorShelf vectors, int[] vectorPlaces) => With(Segments, embedder, vectors, vectorPlaces);

    /// <summary>The place of a slot's vector on the shelf, or -1.</summary>
    public int VectorAt(int slot)
    {
        var place = VectorPlaces[slot] - 1;
        return place >= 0 && place < Vectors.Count && Vectors.Slots[place] == slot ? place : -1;
    }

    /// <summary>The slot of a published passage, or -1 when this snapshot has another version of its document.</summary>
    public int SlotOf(Passage passage)
    {
        if (!Documents.TryGetValue(passage.DocumentId, out var document))
        {
            return -1;
        }

        // Ordinals run from 0 without gaps where the pipeline numbers them; other callers' need not.
        var likely = document.First + passage.Ordinal;
        if (passage.Ordinal >= 0 && passage.Ordinal < document.Count && Ids[likely] == passage.Id)
        {
            return likely;
        }

        return Array.IndexOf(Ids, passage.Id, document.First, document.Count);
    }

    /// <summary>How many passages of a document have a vector.</summary>
    public int VectorsIn(IndexedDocument document)
    {
        var count = 0;
        for (var slot = document.First; slot < document.First + document.Count; slot++)
        {
            count += VectorAt(slot) >= 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Everything that is alive.</summary>
    public Selection All => Select(Asker.Operator, [], NoTags);

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

    private IndexSnapshot With(PostingSegment[] segments, string embedder, VectorShelf vectors, int[] vectorPlaces) => new()
    {
        Slots = Slots,
        Live = Live,
        Ids = Ids,
        Rows = Rows,
        Lengths = Lengths,
        Languages = Languages,
        Documents = Documents,
        Segments = segments,
        Lexicon = Lexicon,
        Embedder = embedder,
        Vectors = vectors,
        VectorPlaces = vectorPlaces,
    };

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
