namespace Assistant.Inference.Grammars;

/// <summary>An anyOf or oneOf that is still open.</summary>
/// <param name="At">The subschema that has it.</param>
/// <param name="Keyword">anyOf or oneOf.</param>
/// <param name="Branches">What to choose from.</param>
internal sealed record SchemaChoice(SchemaPart At, string Keyword, IReadOnlyList<SchemaPart> Branches)
{
    /// <summary>Where it stands.</summary>
    public string Pointer => $"{At.Pointer}/{Keyword}";
}
