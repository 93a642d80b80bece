namespace Assistant.Ingestion.Chunking;

/// <summary>A passage before it has its words.</summary>
/// <param name="Pieces">Its pieces in order; never empty.</param>
/// <param name="Cost">The sum of their costs and of the header that it repeats.</param>
/// <param name="Repeated">How many of the first pieces the passage before it has too.</param>
internal sealed record Draft(IReadOnlyList<Piece> Pieces, int Cost, int Repeated = 0)
{
    /// <summary>A draft of whole pieces, none of them repeated.</summary>
    public static Draft Of(IReadOnlyList<Piece> pieces) => new(pieces, pieces.Sum(piece => piece.Cost) + (pieces[0].Header?.Cost ?? 0));

    /// <summary>What the passage adds to the one before it.</summary>
    public int OwnCost => Cost - Pieces.Take(Repeated).Sum(piece => piece.Cost);

    /// <summary>This draft with what another adds to it.</summary>
    public Draft With(Draft next) => this with { Pieces = [.. Pieces, .. next.Pieces.Skip(next.Repeated)], Cost = Cost + next.OwnCost };
}
