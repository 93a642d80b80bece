namespace Assistant.Inference.Engine;

/// <summary>What one call into a context may carry.</summary>
/// <param name="Tokens">Tokens of one call.</param>
/// <param name="Vocabulary">Tokens that exist: ids are below it.</param>
/// <param name="Positions">Positions of one sequence: they are below it.</param>
/// <param name="Sequences">Sequences: ids are below it.</param>
internal sealed record BatchLimits(int Tokens, int Vocabulary, int Positions, int Sequences)
{
    /// <summary>Tokens of one call whose output may be asked for. The default is all.</summary>
    public int Outputs { get; init; } = Tokens;
}
