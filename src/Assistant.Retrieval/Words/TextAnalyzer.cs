using System.Collections.Concurrent;
using Assistant.Core;

namespace Assistant.Retrieval.Words;

/// <summary>Breaks text into words by Unicode class after NFKC and lower-casing, and stems them by script and language.</summary>
/// <remarks>
/// Words are runs of letters, marks and numbers (without the marks Hindi falls from .97 to .79 nDCG@10). Chinese and Japanese become pairs
/// of characters, Thai triples; there is no stop list, which would cost up to .02 (specs/retrieval.md, section 6).
/// </remarks>
internal sealed class TextAnalyzer : ITextAnalyzer
{
    /// <summary>Longer words are cut: nobody types them, and base64 in a text must not fill the lexicon.</summary>
    public const int MaxWordLength = 64;

    private readonly ConcurrentDictionary<string, StemTable> _tables = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<Term> Analyze(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        TermList terms = new([]);
        Read(text, language, ref terms);
        return terms.Terms;
    }

    /// <summary>Hands the terms of a text to a receiver.</summary>
    public void Read<TReceiver>(string text, string language, ref TReceiver receiver)
        where TReceiver : struct, ITermReceiver
    {
        var folded = FoldedText.Of(text);
        ReadOnlySpan<char> span = folded.Text;
        for (var at = 0; at < span.Length;)
        {
            var script = LetterClasses.At(span, at, out var units);
            if (script == LetterClass.None)
            {
                at += units;
                continue;
            }

            var start = at;
            at = EndOfRun(span, at, ref script);
            switch (script)
            {
                case LetterClass.Cjk or LetterClass.Hangul:
                    ReadGrams(folded, start, at, characters: 2, ref receiver);
                    break;
                case LetterClass.Unspaced:
                    ReadGrams(folded, start, at, characters: 3, ref receiver);
                    break;
                default:
                    ReadWord(folded, start, at, script, language, ref receiver);
                    break;
            }
        }
    }

    // A run ends where letters end, and where a script without blanks meets one with blanks.
    private static int EndOfRun(ReadOnlySpan<char> text, int at, ref LetterClass script)
    {
        while (at < text.Length)
        {
            var next = LetterClasses.At(text, at, out var units);
            if (next == LetterClass.None || (next != script && next != LetterClass.Mark && script != LetterClass.Mark && (next >= LetterClass.Cjk || script >= LetterClass.Cjk)))
            {
                break;
            }

            // A word that starts with a number or a mark has the script of its first letter.
            if (script is LetterClass.Mark or LetterClass.Word && next != LetterClass.Mark)
            {
                script = next;
            }

            at += units;
        }

        return at;
    }

    private void ReadWord<TReceiver>(FoldedText folded, int start, int end, LetterClass script, string language, ref TReceiver receiver)
        where TReceiver : struct, ITermReceiver
    {
        Span<char> buffer = stackalloc char[MaxWordLength];
        var word = folded.Text.AsSpan(start, Math.Min(end - start, MaxWordLength));
        if (char.IsHighSurrogate(word[^1]) && word.Length > 1)
        {
            word = word[..^1];
        }

        word.ToLowerInvariant(buffer);
        if (language == "tr")
        {
            LowerTurkish(word, buffer);
        }

        var (place, length) = folded.Original(start, end);
        receiver.Receive(TableFor(Stemmers.KeyFor(script, language)).Of(buffer[..word.Length]), place, length);
    }

    private void ReadGrams<TReceiver>(FoldedText folded, int start, int end, int characters, ref TReceiver receiver)
        where TReceiver : struct, ITermReceiver
    {
        var table = TableFor(Stemmers.None);
        var text = folded.Text;
        for (var at = start; ;)
        {
            var stop = at;
            for (var taken = 0; taken < characters && stop < end; taken++)
            {
                stop += char.IsHighSurrogate(text[stop]) && stop + 1 < end ? 2 : 1;
            }

            var (place, length) = folded.Original(at, stop);
            receiver.Receive(table.Of(text.AsSpan(at, stop - at)), place, length);
            if (stop >= end)
            {
                return;
            }

            at += char.IsHighSurrogate(text[at]) ? 2 : 1;
        }
    }

    private static void LowerTurkish(ReadOnlySpan<char> word, Span<char> lowered)
    {
        for (var at = 0; at < word.Length; at++)
        {
            if (word[at] == 'I')
            {
                lowered[at] = 'ı';
            }
            else if (word[at] == 'İ')
            {
                lowered[at] = 'i';
            }
        }
    }

    private StemTable TableFor(string key) => _tables.GetOrAdd(key, static key => new(Stemmers.Create(key)));

    private readonly struct TermList(List<Term> terms) : ITermReceiver
    {
        public List<Term> Terms => terms;

        public void Receive(string term, int start, int length) => terms.Add(new(term, start, length));
    }
}
