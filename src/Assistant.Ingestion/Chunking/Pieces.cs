using Assistant.Core.Text;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Chunking;

/// <summary>Cuts blocks into pieces that fit a passage: whole blocks, else sentences, else clauses, words, and last of all characters.</summary>
internal sealed class Pieces(ReadDocument document, PassageSize size)
{
    // A block of 100 MB is cut into sentences a window at a time, so that memory stays bounded.
    private const int Window = 32 * 1024;

    private readonly LongSentence longSentence = new(document.Text, size);

    /// <summary>The pieces of one block, in order, without the white space between them.</summary>
    /// <param name="number">The block's number.</param>
    /// <param name="header">The header of the table that the block is a later row of, or null.</param>
    public IEnumerable<Piece> Of(int number, TableHeader? header)
    {
        var block = document.Blocks[number];
        var (start, end) = Trim(block.Start, block.End);
        if (start == end)
        {
            yield break;
        }

        var room = size.Max - (header?.Cost ?? 0);

        // Anything longer than this is too long whatever the counter says: counting a whole book only to learn that is wasted.
        if (end - start <= Window && size.Of(document.Text.AsSpan(start, end - start)) is var cost && cost <= room)
        {
            yield return new(start, end, cost, number, Border.Block, header);
            yield break;
        }

        var border = Border.Block;
        for (var at = start; at < end;)
        {
            var windowEnd = WindowEnd(at, end);
            foreach (var (from, to) in Sentences(block.Kind, at, windowEnd))
            {
                var sentenceCost = size.Of(document.Text.AsSpan(from, to - from));
                if (sentenceCost <= room)
                {
                    yield return new(from, to, sentenceCost, number, border, header);
                    border = Border.Inside;
                    continue;
                }

                foreach (var (part, isInWord) in longSentence.Cut(from, to, room))
                {
                    yield return part with { Block = number, Header = header, Cut = isInWord ? Border.Word : border };
                    border = Border.Inside;
                }
            }

            at = windowEnd;
        }
    }

    private IEnumerable<(int Start, int End)> Sentences(BlockKind kind, int start, int end)
    {
        if (kind == BlockKind.Code)
        {
            return Lines(start, end);
        }

        return SentenceSplitter.Split(document.Text[start..end]).Select(range => (start + range.Start.Value, start + range.End.Value));
    }

    private IEnumerable<(int Start, int End)> Lines(int start, int end)
    {
        while (start < end)
        {
            var length = document.Text.AsSpan(start, end - start).IndexOf('\n');
            var lineEnd = length < 0 ? end : start + length + 1;

            // The indentation of a line is part of it; what follows its last mark is not.
            var (_, to) = Trim(start, lineEnd);
            if (to > start)
            {
                yield return (start, to);
            }

            start = lineEnd;
        }
    }

    // The last line break, else the last blank in the second half of the window, else a border between characters.
    private int WindowEnd(int start, int end)
    {
        if (end - start <= Window)
        {
            return end;
        }

        var half = start + (Window / 2);
        var late = document.Text.AsSpan(half, Window / 2);
        var at = late.LastIndexOf('\n');
        if (at < 0)
        {
            at = late.LastIndexOfAny(" \t。！？");
        }

        return at >= 0 ? half + at + 1 : Characters.BorderBefore(document.Text, start, start + Window);
    }

    private (int Start, int End) Trim(int start, int end)
    {
        var text = document.Text;
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }
}
