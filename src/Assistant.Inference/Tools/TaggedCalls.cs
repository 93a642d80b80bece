using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>Hermes, Qwen and the generic form: JSON between &lt;tool_call&gt; and &lt;/tool_call&gt;, which are tokens of their own in some vocabularies and text in others.</summary>
internal sealed class TaggedCalls : CallSyntax
{
    // Without an end a weak model would call the same tool until the limit.
    private const int MostCalls = 16;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Symbols { get; } = ["<tool_call>", "</tool_call>"];

    /// <inheritdoc/>
    public override Term Calls(ToolTerms terms, bool several, bool marked)
    {
        var table = terms.Table;
        var json = terms.Json;
        var body = table.Sequence(json.Gap, terms.Object("arguments", table.Empty, table.Empty), json.Gap, table.Either(terms.Symbol(2), table.Text("</tool_call>"u8)));
        var open = table.Either(terms.Symbol(1), table.Text("<tool_call>"u8));
        return table.Sequence(open, terms.CommitIf(marked), body, table.Repeat(table.Sequence(json.Gap, open, body), 0, several ? MostCalls - 1 : 0));
    }
}
