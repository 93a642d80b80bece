namespace Assistant.Inference.Grammars;

/// <summary>A list of inner terms as a key.</summary>
internal readonly struct TermParts(TermKind kind, Term[] parts) : IEquatable<TermParts>
{
    private readonly TermKind kind = kind;
    private readonly Term[] parts = parts;

    /// <inheritdoc/>
    public bool Equals(TermParts other) => kind == other.kind && parts.AsSpan().SequenceEqual(other.parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TermParts other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(kind);
        foreach (var part in parts)
        {
            hash.Add(part.Id);
        }

        return hash.ToHashCode();
    }
}
