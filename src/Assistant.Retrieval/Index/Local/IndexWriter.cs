using Assistant.Core;
using Assistant.Retrieval.Index.Local.Dense;
using Assistant.Retrieval.Index.Local.Lexical;
using Assistant.Retrieval.Index.Local.Storage;
using Assistant.Retrieval.Words;

namespace Assistant.Retrieval.Index.Local;

/// <summary>Makes the next snapshot from the last one. One thread at a time, always from the newest snapshot that readers were given.</summary>
/// <remarks>A snapshot that was made and not used costs nothing: the next one writes over its slots.</remarks>
internal sealed class IndexWriter(TextAnalyzer analyzer, int bitsFrom)
{
    // Many small lists are sealed together on opening; past this size a segment's temporary lists would outweigh what they save.
    private const int PostingsPerSegment = 8_000_000;

    // Languages are bytes; whatever comes after so many is indexed unstemmed.
    private const int MaxLanguages = 250;

    // Dead slots cost a scan their share of time; with a quarter of them the work of renumbering pays soon.
    private const int DeadShare = 4;
    private const int DeadKept = 1_024;

    /// <summary>A snapshot of all that is published.</summary>
    /// <param name="versions">The published versions with their rows.</param>
    /// <param name="passages">Their passages, version by version, each in reading order.</param>
    /// <param name="embedder">The embedder of the vectors.</param>
    /// <param name="vectors">The vectors by passage row.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public IndexSnapshot Load(
        IEnumerable<StoredVersion> versions,
        IEnumerable<(long Version, StoredPassage Passage)> passages,
        string embedder,
        IEnumerable<(long Passage, PackedVector Vector)> vectors,
        CancellationToken cancellationToken)
    {
        Lexicon lexicon = new();
        SegmentBuilder builder = new(analyzer, lexicon);
        SlotTable slots = new();
        List<PostingSegment> segments = [];
        Dictionary<long, int> slotOf = [];
        Dictionary<long, (int First, int Count)> runs = [];
        foreach (var (version, passage) in passages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slot = AddSlot(slots, builder, lexicon, passage);
            slotOf.Add(passage.Row, slot);
            runs[version] = runs.TryGetValue(version, out var run) ? (run.First, run.Count + 1) : (slot, 1);
            if (builder.Postings >= PostingsPerSegment)
            {
                segments.Add(builder.Seal());
            }
        }

        if (builder.Postings > 0)
        {
            segments.Add(builder.Seal());
        }

        var documents = IndexSnapshot.Empty.Documents.ToBuilder();
        foreach (var stored in versions)
        {
            var (first, count) = runs.GetValueOrDefault(stored.Row);
            documents.Add(stored.Version.DocumentId, new(stored.Version, first, count));
        }

        var loaded = slots.Snapshot(IndexSnapshot.Empty, lexicon, documents.ToImmutable(), slots.Count, [.. segments]);
        return WithVectors(loaded, embedder, vectors.Where(pair => slotOf.ContainsKey(pair.Passage)).Select(pair => (slotOf[pair.Passage], pair.Vector)));
    }

    /// <summary>The snapshot in which this version is the document's only one.</summary>
    public IndexSnapshot Publish(IndexSnapshot last, DocumentVersion version, IReadOnlyList<StoredPassage> passages)
    {
        if (last.Documents.TryGetValue(version.DocumentId, out var published) && published.Version.VersionId == version.VersionId)
        {
            // Published before, so its passages are the same and have their slots and vectors: only who finds them may be new.
            var known = last.Documents.SetItem(version.DocumentId, new(version, published.First, published.Count));
            return new SlotTable(last).Snapshot(last, last.Lexicon, known, last.Live, last.Segments);
        }

        SlotTable slots = new(last);
        SegmentBuilder builder = new(analyzer, last.Lexicon);
        foreach (var passage in passages)
        {
            AddSlot(slots, builder, last.Lexicon, passage);
        }

        IndexedDocument document = new(version, last.Slots, passages.Count);
        var live = last.Live - CountOf(last, version.DocumentId) + passages.Count;
        var next = slots.Snapshot(last, last.Lexicon, last.Documents.SetItem(version.DocumentId, document), live, last.Segments);
        if (builder.Postings > 0)
        {
            var alive = next.All;
            next = next.With(SegmentList.Add(last.Segments, builder.Seal(), alive.Has));
        }

        return Compacted(next);
    }

    /// <summary>The snapshot without a document.</summary>
    public IndexSnapshot Remove(IndexSnapshot last, string documentId) =>
        last.Documents.ContainsKey(documentId)
            ? Compacted(new SlotTable(last).Snapshot(last, last.Lexicon, last.Documents.Remove(documentId), last.Live - CountOf(last, documentId), last.Segments))
            : last;

    /// <summary>The snapshot with more vectors; those of another embedder are dropped. Slots that have a vector keep it.</summary>
    public IndexSnapshot WithVectors(IndexSnapshot last, string embedder, IEnumerable<(int Slot, PackedVector Vector)> vectors)
    {
        var isSame = last.Embedder == embedder;
        var (shelf, places) = isSame ? (last.Vectors, last.VectorPlaces) : (VectorShelf.Empty, new int[last.Ids.Length]);
        List<(int Slot, PackedVector Vector)> added = [];
        foreach (var pair in vectors)
        {
            if (!HasVector(shelf, added, pair.Slot, places[pair.Slot] - 1))
            {
                added.Add(pair);
                places[pair.Slot] = shelf.Count + added.Count;
            }
        }

        return last.With(embedder, shelf.With(added, bitsFrom), places);
    }

    // A place may be left from a snapshot that was not used; only a shelf that names the slot at that place has its vector.
    private static bool HasVector(VectorShelf shelf, List<(int Slot, PackedVector Vector)> added, int slot, int place) =>
        place >= 0 && (place < shelf.Count ? shelf.Slots[place] == slot : place - shelf.Count < added.Count && added[place - shelf.Count].Slot == slot);

    private static int CountOf(IndexSnapshot snapshot, string documentId) =>
        snapshot.Documents.TryGetValue(documentId, out var document) ? document.Count : 0;

    private static int AddSlot(SlotTable slots, SegmentBuilder builder, Lexicon lexicon, StoredPassage passage)
    {
        var slot = slots.Count;
        var name = passage.Passage.Language;
        var language = lexicon.AddLanguage(lexicon.LanguageCount < MaxLanguages || lexicon.Knows(name) ? name : "und");
        slots.Add(passage.Passage.Id, passage.Row, builder.Add(slot, language, passage.Passage), (byte)language);
        return slot;
    }

    private IndexSnapshot Compacted(IndexSnapshot snapshot)
    {
        var dead = snapshot.Slots - snapshot.Live;
        if (dead <= DeadKept || dead * DeadShare <= snapshot.Slots)
        {
            return snapshot;
        }

        SlotTable slots = new();
        var places = new int[snapshot.Slots];
        Array.Fill(places, -1);
        var documents = snapshot.Documents.ToBuilder();
        foreach (var document in snapshot.Documents.Values.OrderBy(document => document.First))
        {
            documents[document.Version.DocumentId] = document.At(slots.Count);
            for (var slot = document.First; slot < document.First + document.Count; slot++)
            {
                places[slot] = slots.Count;
                slots.Add(snapshot.Ids[slot], snapshot.Rows[slot], snapshot.Lengths[slot], snapshot.Languages[slot]);
            }
        }

        var segment = PostingSegment.Merge(snapshot.Segments, slot => places[slot]);
        var compact = slots.Snapshot(IndexSnapshot.Empty, snapshot.Lexicon, documents.ToImmutable(), slots.Count, [segment]);
        var shelf = snapshot.Vectors.Renumbered(slot => places[slot], bitsFrom);
        for (var vector = 0; vector < shelf.Count; vector++)
        {
            compact.VectorPlaces[shelf.Slots[vector]] = vector + 1;
        }

        return compact.With(snapshot.Embedder, shelf, compact.VectorPlaces);
    }
}
