using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>The tools of a request as terms.</summary>
/// <param name="Table">Where terms are made.</param>
/// <param name="Json">The pieces of JSON.</param>
/// <param name="Tools">The name and the arguments of each.</param>
/// <param name="HasSymbol">Whether the vocabulary has the symbol of that number.</param>
internal sealed record ToolTerms(TermTable Table, JsonTerms Json, IReadOnlyList<(string Name, Term Arguments)> Tools, Func<int, bool> HasSymbol)
{
    /// <summary>A control token; nothing where the vocabulary lacks it.</summary>
    public Term Symbol(int number) => HasSymbol(number) ? Table.Symbol(number) : Table.Nothing;

    /// <summary>The place from which on it can be nothing but a call; no place at all where nobody asks for it.</summary>
    public Term CommitIf(bool marked) => marked ? Table.Symbol(CallSyntax.Commit) : Table.Empty;

    /// <summary>One call as a JSON object.</summary>
    /// <param name="argumentsName">How the arguments are called.</param>
    /// <param name="extra">What stands before the name.</param>
    /// <param name="commit">What stands behind the arguments' name.</param>
    public Term Object(string argumentsName, Term extra, Term commit) => Table.Either(Tools.Select(tool => Json.Enclosed(
        "{",
        Table.Sequence(
            extra,
            Json.Property("name", Table.Sequence(Json.Quote, Json.Inner(tool.Name), Json.Quote)),
            Json.Comma,
            Json.Quote,
            Json.Inner(argumentsName),
            Json.Quote,
            Json.Bytes(":"),
            commit,
            Json.Blank,
            tool.Arguments),
        "}")));
}
