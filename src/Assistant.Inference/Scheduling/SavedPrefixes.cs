using Assistant.Inference.Engine;

namespace Assistant.Inference.Scheduling;

/// <summary>
/// Beginnings that had to leave the context, in plain memory: copying them back takes a hundredth of the time of reading them, and
/// nobody computes more slowly because they are there. What two of them have in common is there once.
/// </summary>
/// <remarks>Belongs to the decode thread. The longest unused that nothing goes on from goes first.</remarks>
/// <param name="memory">The context's memory.</param>
/// <param name="spare">A sequence that is computed and empty.</param>
/// <param name="mostBytes">The budget.</param>
internal sealed class SavedPrefixes(SequenceMemory memory, int spare, long mostBytes) : IDisposable
{
    /// <summary>Less than so many tokens are read as fast as they are put back.</summary>
    public const int LeastTokens = 16;

    private readonly List<SavedPrefix> all = [];
    private long clock;

    /// <summary>How many bytes it holds.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many tokens from the start of a prompt are here.</summary>
    public int Match(ReadOnlySpan<int> tokens) => Find(tokens).Length;

    /// <summary>Saves a beginning, as far as it is not here yet and finds room.</summary>
    /// <param name="tokens">All from the start.</param>
    /// <param name="sequence">The sequence that holds them.</param>
    public void Save(int[] tokens, int sequence)
    {
        var (parent, known) = Find(tokens);
        Touch(parent);
        if (tokens.Length - known < LeastTokens || !memory.Holds(sequence, tokens.Length))
        {
            return;
        }

        memory.Copy(sequence, spare, known, tokens.Length);
        try
        {
            var bytes = memory.SavedBytes(spare);
            if (bytes <= Array.MaxLength && bytes + BytesOf(parent) <= mostBytes)
            {
                MakeRoom(bytes);
                Add(new(parent, tokens, known, (int)bytes));
            }
        }
        finally
        {
            memory.Forget(spare);
        }
    }

    /// <summary>How many free cells <see cref="Restore"/> needs at most.</summary>
    /// <param name="tokens">The prompt.</param>
    /// <param name="held">How many of its tokens the sequence holds already.</param>
    public int CellsFor(ReadOnlySpan<int> tokens, int held)
    {
        var cells = 0;
        foreach (var (piece, _) in PiecesOf(tokens, held))
        {
            cells += piece.Tokens.Length - piece.Start;
        }

        return cells;
    }

    /// <summary>Puts back what is here of a prompt.</summary>
    /// <param name="tokens">The prompt.</param>
    /// <param name="held">How many of its tokens the sequence holds already.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="freeCells">How many cells are free.</param>
    /// <returns>How many tokens the sequence holds now.</returns>
    public int Restore(ReadOnlySpan<int> tokens, int held, int sequence, int freeCells)
    {
        foreach (var (piece, end) in PiecesOf(tokens, held))
        {
            if (piece.Tokens.Length - piece.Start > freeCells || !memory.Restore(spare, piece.State))
            {
                break;
            }

            memory.Copy(spare, sequence, held, end);
            memory.Forget(spare);
            freeCells -= end - held;
            held = end;
        }

        return held;
    }

    /// <inheritdoc/>
    public void Dispose() => all.ForEach(saved => saved.Dispose());

    private (SavedPrefix? Last, int Length) Find(ReadOnlySpan<int> tokens)
    {
        var (last, length) = ((SavedPrefix?)null, 0);
        foreach (var saved in all)
        {
            var common = tokens.CommonPrefixLength(saved.Tokens);
            if (common > length && common > saved.Start)
            {
                (last, length) = (saved, common);
            }
        }

        return (last, length);
    }

    // Those that have what is here of a prompt beyond what is held, in order, and where each ends to be of use.
    private Stack<(SavedPrefix Piece, int End)> PiecesOf(ReadOnlySpan<int> tokens, int held)
    {
        var (last, length) = Find(tokens);
        Touch(last);
        Stack<(SavedPrefix Piece, int End)> pieces = [];
        for (var piece = last; piece is not null && length > held; piece = piece.Parent)
        {
            pieces.Push((piece, length));
            length = piece.Start;
        }

        return pieces;
    }

    // With all that it goes on from.
    private void Touch(SavedPrefix? saved)
    {
        clock++;
        for (; saved is not null; saved = saved.Parent)
        {
            saved.LastUse = clock;
        }
    }

    // With all that it goes on from.
    private static long BytesOf(SavedPrefix? saved)
    {
        var bytes = 0L;
        for (; saved is not null; saved = saved.Parent)
        {
            bytes += saved.Bytes;
        }

        return bytes;
    }

    // What was just touched stays, and fits beside so many bytes.
    private void MakeRoom(long bytes)
    {
        while (Bytes + bytes > mostBytes)
        {
            SavedPrefix? least = null;
            foreach (var saved in all)
            {
                if (saved.Children == 0 && saved.LastUse < clock && (least is null || saved.LastUse < least.LastUse))
                {
                    least = saved;
                }
            }

            Remove(least!);
        }
    }

    private void Add(SavedPrefix saved)
    {
        if (!memory.Save(spare, saved.State))
        {
            saved.Dispose();
            return;
        }

        saved.LastUse = clock;
        Bytes += saved.Bytes;
        all.Add(saved);
        if (saved.Parent is { } parent)
        {
            parent.Children++;
        }
    }

    private void Remove(SavedPrefix saved)
    {
        Bytes -= saved.Bytes;
        all.Remove(saved);
        saved.Dispose();
        if (saved.Parent is { } parent)
        {
            parent.Children--;
        }
    }
}
