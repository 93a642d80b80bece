using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>Mistral's versions 2 to 7: [TOOL_CALLS] and a JSON list.</summary>
internal sealed class MistralListCalls : CallSyntax
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Symbols { get; } = ["[TOOL_CALLS]"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NeededSymbols => Symbols;

    /// <inheritdoc/>
    public override Term Calls(ToolTerms terms, bool several, bool marked)
    {
        var call = terms.Object("arguments", terms.Table.Empty, terms.Table.Empty);

        // SentencePiece's own space stands before the list.
        return terms.Table.Sequence(
            terms.Symbol(1), terms.CommitIf(marked), terms.Json.Blank, terms.Json.Bytes("["), terms.Json.List(call, 1, several ? TermTable.Unlimited : 1), terms.Json.Bytes("]"));
    }
}
