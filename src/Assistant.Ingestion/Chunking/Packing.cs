using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Chunking;

/// <summary>Fills passages with the pieces of one section that is too long for a single one.</summary>
internal sealed class Packing(IReadOnlyList<Block> blocks, PassageSize size)
{
    /// <summary>Drafts in order. Where the text runs on over a border, the next draft begins with the last sentences of the one before.</summary>
    public IEnumerable<Draft> Pack(IEnumerable<Piece> pieces)
    {
        Draft? held = null;
        List<Piece> open = [];
        var (cost, repeated) = (0, 0);
        foreach (var piece in pieces)
        {
            if (open.Count > repeated && !Fits(cost, piece.Cost))
            {
                if (held is not null)
                {
                    yield return held;
                }

                held = new(open, cost, repeated);
                open = Shared(held, piece);
                (cost, repeated) = (open.Sum(shared => shared.Cost), open.Count);
            }

            cost += piece.Cost + (open.Count == 0 ? piece.Header?.Cost ?? 0 : 0);
            open.Add(piece);
        }

        if (open.Count == 0)
        {
            yield break;
        }

        Draft last = new(open, cost, repeated);
        if (held is not null && last.OwnCost <= size.Tiny && held.Cost + last.OwnCost <= size.Max)
        {
            // A crumb at the end is worth a passage a little over the target.
            yield return held.With(last);
            yield break;
        }

        if (held is not null)
        {
            yield return held;
        }

        yield return last;
    }

    // A heading or a short lead stays with what follows it, even over the target.
    private bool Fits(int cost, int more) => cost + more <= (cost <= size.Tiny ? size.Max : size.Target);

    private List<Piece> Shared(Draft before, Piece next)
    {
        if (next.Cut != Border.Inside || blocks[next.Block].Kind is not (BlockKind.Paragraph or BlockKind.ListItem))
        {
            return [];
        }

        var from = before.Pieces.Count;
        var cost = 0;
        while (from > before.Repeated + 1 && before.Pieces[from - 1] is var last && last.Block == next.Block && last.Cut == Border.Inside
            && cost + last.Cost <= size.Overlap && cost + last.Cost + next.Cost <= size.Max)
        {
            cost += last.Cost;
            from--;
        }

        return [.. before.Pieces.Skip(from)];
    }
}
