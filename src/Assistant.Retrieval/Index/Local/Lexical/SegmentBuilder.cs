using Assistant.Core;
using Assistant.Retrieval.Words;

namespace Assistant.Retrieval.Index.Local.Lexical;

/// <summary>Collects the postings of passages, slot by slot, and seals them. One thread.</summary>
internal sealed class SegmentBuilder(TextAnalyzer analyzer, Lexicon lexicon)
{
    private readonly List<int> _terms = [];
    private readonly List<int> _listLengths = [];
    private readonly List<int> _lastPosting = [];
    private readonly List<(int List, int Slot)> _postings = [];
    private readonly List<byte> _counts = [];

    // The list of each term of the lexicon, plus 1; 0 for a term that this segment has not met.
    private int[] _listOf = new int[1024];

    /// <summary>How many postings wait to be sealed.</summary>
    public int Postings => _postings.Count;

    /// <summary>Adds a passage: its title, its headings and its words.</summary>
    /// <returns>Its length in terms.</returns>
    public int Add(int slot, int language, Passage passage)
    {
        Counter counter = new(this, slot, language);
        analyzer.Read(passage.Title, passage.Language, ref counter);
        foreach (var heading in passage.HeadingPath)
        {
            analyzer.Read(heading, passage.Language, ref counter);
        }

        analyzer.Read(passage.Text, passage.Language, ref counter);
        return counter.Length;
    }

    /// <summary>Seals what was added and starts anew.</summary>
    public PostingSegment Seal()
    {
        var terms = _terms.ToArray();
        var order = new int[terms.Length];
        for (var at = 0; at < order.Length; at++)
        {
            order[at] = at;
            _listOf[terms[at]] = 0;
        }

        Array.Sort(terms, order);
        var starts = new int[order.Length + 1];
        var next = new int[order.Length];
        for (var at = 0; at < order.Length; at++)
        {
            next[order[at]] = starts[at];
            starts[at + 1] = starts[at] + _listLengths[order[at]];
        }

        var slots = new int[_postings.Count];
        var counts = new byte[_postings.Count];
        for (var at = 0; at < _postings.Count; at++)
        {
            var (list, slot) = _postings[at];
            slots[next[list]] = slot;
            counts[next[list]++] = _counts[at];
        }

        _terms.Clear();
        _listLengths.Clear();
        _lastPosting.Clear();
        _postings.Clear();
        _counts.Clear();
        return new(terms, starts, slots, counts);
    }

    private void Count(int slot, int language, string text)
    {
        var term = lexicon.Add(language, text);
        if (term >= _listOf.Length)
        {
            Array.Resize(ref _listOf, Math.Max(term + 1, _listOf.Length * 2));
        }

        var list = _listOf[term] - 1;
        if (list < 0)
        {
            list = _terms.Count;
            _listOf[term] = list + 1;
            _terms.Add(term);
            _listLengths.Add(0);
            _lastPosting.Add(-1);
        }

        var last = _lastPosting[list];
        if (last >= 0 && _postings[last].Slot == slot)
        {
            _counts[last] = (byte)Math.Min(_counts[last] + 1, byte.MaxValue);
            return;
        }

        _lastPosting[list] = _postings.Count;
        _listLengths[list]++;
        _postings.Add((list, slot));
        _counts.Add(1);
    }

    private struct Counter(SegmentBuilder builder, int slot, int language) : ITermReceiver
    {
        public int Length { get; private set; }

        public void Receive(string term, int start, int length)
        {
            Length++;
            builder.Count(slot, language, term);
        }
    }
}
