using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>LLaMA 3.1 to 3.3: {"name", "parameters"} and nothing else in the message, perhaps behind &lt;|python_tag|&gt;. The format takes one call in a message.</summary>
internal sealed class LlamaCalls : CallSyntax
{
    private const int PythonTag = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Symbols { get; } = ["<|python_tag|>"];

    /// <inheritdoc/>
    public override bool IsOnlyAtStart => true;

    /// <inheritdoc/>
    public override bool CanWriteSeveral => false;

    /// <inheritdoc/>
    public override Term Calls(ToolTerms terms, bool several, bool marked)
    {
        var table = terms.Table;
        var type = table.Optional(table.Sequence(terms.Json.Property("type", table.Text("\"function\""u8)), terms.Json.Comma));
        return table.Either(
            terms.Object("parameters", type, terms.CommitIf(marked)),
            table.Sequence(terms.Symbol(PythonTag), terms.CommitIf(marked), terms.Object("parameters", type, table.Empty)));
    }
}
