using System.Buffers;

namespace Assistant.Ingestion.Chunking;

/// <summary>Cuts a sentence that is longer than a passage: at clauses, else between words, else between characters.</summary>
internal sealed class LongSentence(string text, PassageSize size)
{
    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(",;:)]–—、，；：،؛|\n");

    /// <summary>The parts in order; each fits the room. A part tells whether it starts inside a word.</summary>
    public IEnumerable<(Piece Part, bool IsInWord)> Cut(int start, int end, int room)
    {
        var (partStart, partEnd, cost) = (start, start, 0);
        var (clauseEnd, clauseCost) = (0, 0);
        for (var at = start; at < end;)
        {
            var (wordStart, wordEnd) = NextWord(at, end);
            if (wordStart == wordEnd)
            {
                break;
            }

            at = wordEnd;
            var wordCost = size.Of(text.AsSpan(wordStart, wordEnd - wordStart));
            if (cost + wordCost > room && cost > 0)
            {
                // A clause's end in the second half is worth a shorter part.
                var atClause = clauseEnd > partStart && clauseCost * 2 >= cost;
                yield return (new(partStart, atClause ? clauseEnd : partEnd, atClause ? clauseCost : cost, 0, Border.Inside, null), false);
                (partStart, cost) = atClause ? (NextWord(clauseEnd, end).Start, cost - clauseCost) : (wordStart, 0);
                (clauseEnd, clauseCost) = (0, 0);
                if (cost > 0 && cost + wordCost > room)
                {
                    yield return (new(partStart, partEnd, cost, 0, Border.Inside, null), false);
                    (partStart, cost) = (wordStart, 0);
                }
            }

            if (wordCost > room)
            {
                foreach (var part in CutWord(wordStart, wordEnd, room))
                {
                    yield return part;
                }

                (partStart, cost) = (wordEnd, 0);
                continue;
            }

            if (cost == 0)
            {
                partStart = wordStart;
            }

            (partEnd, cost) = (wordEnd, cost + wordCost);
            if (ClauseEnds.Contains(text[wordEnd - 1]) || (wordEnd < end && text[wordEnd] == '\n'))
            {
                (clauseEnd, clauseCost) = (partEnd, cost);
            }
        }

        if (cost > 0)
        {
            yield return (new(partStart, partEnd, cost, 0, Border.Inside, null), false);
        }
    }

    // Scripts without blanks come here as one giant word: a cut after their clause marks is better than one anywhere.
    private IEnumerable<(Piece Part, bool IsInWord)> CutWord(int start, int end, int room)
    {
        for (var at = start; at < end;)
        {
            var length = Math.Min(end - at, room);
            var (to, cost) = (0, 0);
            while (true)
            {
                to = at + length >= end ? end : Characters.BorderBefore(text, at, at + length);
                if (to < end && text.AsSpan(at, to - at).LastIndexOfAny(ClauseEnds) is var clause && clause >= (to - at) / 2)
                {
                    to = Characters.BorderBefore(text, at, at + clause + 1);
                }

                cost = size.Of(text.AsSpan(at, to - at));
                if (cost <= room || length == 1)
                {
                    break;
                }

                length = Math.Max(1, Math.Min(length - 1, length * room / cost));
            }

            yield return (new(at, to, cost, 0, Border.Inside, null), at > start);
            at = to;
        }
    }

    private (int Start, int End) NextWord(int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var start = at;
        while (at < end && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return (start, at);
    }
}
