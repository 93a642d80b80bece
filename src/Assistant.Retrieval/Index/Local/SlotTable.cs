using System.Collections.Immutable;
using Assistant.Retrieval.Index.Local.Lexical;

namespace Assistant.Retrieval.Index.Local;

/// <summary>What is known by slot, while it grows towards the next snapshot. Shares the last snapshot's arrays as long as they have room.</summary>
internal sealed class SlotTable
{
    private string[] _ids = [];
    private long[] _rows = [];
    private int[] _lengths = [];
    private byte[] _languages = [];
    private int[] _vectorPlaces = [];

    /// <summary>A table without slots.</summary>
    public SlotTable()
    {
    }

    /// <summary>A table that goes on where a snapshot ends.</summary>
    public SlotTable(IndexSnapshot last)
    {
        (_ids, _rows, _lengths, _languages, _vectorPlaces) = (last.Ids, last.Rows, last.Lengths, last.Languages, last.VectorPlaces);
        Count = last.Slots;
    }

    /// <summary>How many slots there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a slot.</summary>
    public void Add(string id, long row, int length, byte language)
    {
        if (Count == _ids.Length)
        {
            var room = Math.Max(256, Count * 3 / 2);
            Array.Resize(ref _ids, room);
            Array.Resize(ref _rows, room);
            Array.Resize(ref _lengths, room);
            Array.Resize(ref _languages, room);
            Array.Resize(ref _vectorPlaces, room);
        }

        (_ids[Count], _rows[Count], _lengths[Count], _languages[Count], _vectorPlaces[Count]) = (id, row, length, language, 0);
        Count++;
    }

    /// <summary>A snapshot of these slots, with the vectors of the last one.</summary>
    public IndexSnapshot Snapshot(IndexSnapshot last, Lexicon lexicon, ImmutableDictionary<string, IndexedDocument> documents, int live, PostingSegment[] segments) => new()
    {
        Slots = Count,
        Live = live,
        Ids = _ids,
        Rows = _rows,
        Lengths = _lengths,
        Languages = _languages,
        Documents = documents,
        Segments = segments,
        Lexicon = lexicon,
        Embedder = last.Embedder,
        Vectors = last.Vectors,
        VectorPlaces = _vectorPlaces,
    };
}
