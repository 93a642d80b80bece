using System.Text;

namespace Assistant.Inference.Tokenizers;

/// <summary>The pieces of a vocabulary by their bytes, as a tree in three arrays. Immutable and safe from many threads.</summary>
internal sealed class PieceTrie
{
    /// <summary>Where every search begins.</summary>
    public const int Root = 0;

    private const int None = -1;

    // Children of a node lie side by side and end where those of the next node begin.
    private readonly byte[] labels;
    private readonly int[] firstChildren;
    private readonly int[] pieces;

    /// <summary>Takes the pieces with their numbers.</summary>
    /// <param name="texts">The pieces; no two are the same, none is empty.</param>
    /// <param name="ids">The number of each.</param>
    public PieceTrie(string[] texts, int[] ids)
    {
        // In ordinal order all pieces that begin alike stand together, which is all that is needed of it.
        var (sorted, order) = ((string[])texts.Clone(), (int[])ids.Clone());
        Array.Sort(sorted, order, StringComparer.Ordinal);
        var bytes = Array.ConvertAll(sorted, Encoding.UTF8.GetBytes);
        List<byte> label = [0];
        List<int> firstChild = [];
        List<int> piece = [];
        Queue<(int From, int To, int Depth)> waiting = new([(0, bytes.Length, 0)]);
        while (waiting.TryDequeue(out var node))
        {
            var (from, to, depth) = node;
            firstChild.Add(label.Count);
            var isPiece = from < to && bytes[from].Length == depth;
            piece.Add(isPiece ? order[from] : None);
            for (from += isPiece ? 1 : 0; from < to;)
            {
                var start = from;
                var next = bytes[start][depth];
                while (from < to && bytes[from][depth] == next)
                {
                    from++;
                }

                label.Add(next);
                waiting.Enqueue((start, from, depth + 1));
            }
        }

        firstChild.Add(label.Count);
        (labels, firstChildren, pieces) = ([.. label], [.. firstChild], [.. piece]);
    }

    /// <summary>Goes from a node along a byte. False when no piece goes on so.</summary>
    public bool TryStep(ref int node, byte next)
    {
        var first = firstChildren[node];
        var at = labels.AsSpan(first, firstChildren[node + 1] - first).IndexOf(next);
        node = first + at;
        return at >= 0;
    }

    /// <summary>The number of the piece that ends at a node. False when none does.</summary>
    public bool TryPiece(int node, out int id)
    {
        id = pieces[node];
        return id != None;
    }
}
