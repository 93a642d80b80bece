using System.Text;
using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>Mistral's versions 11 and 13: [TOOL_CALLS]name[ARGS]{...} for each call; the eleventh may write an id of nine letters and digits behind [CALL_ID].</summary>
internal sealed class MistralMarkedCalls(bool hasIds) : CallSyntax
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Symbols { get; } = ["[TOOL_CALLS]", "[ARGS]", "[CALL_ID]"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NeededSymbols { get; } = ["[TOOL_CALLS]", "[ARGS]"];

    /// <inheritdoc/>
    public override Term Calls(ToolTerms terms, bool several, bool marked)
    {
        var table = terms.Table;
        var id = hasIds ? table.Optional(table.Sequence(terms.Symbol(3), table.Repeat(terms.Json.Bytes(Letters), 9, 9))) : table.Empty;
        var call = table.Either(terms.Tools.Select(tool => table.Sequence(
            table.Text(Encoding.UTF8.GetBytes(tool.Name)), id, terms.Symbol(2), terms.Json.Blank, tool.Arguments)));
        return table.Sequence(
            terms.Symbol(1), terms.CommitIf(marked), call, table.Repeat(table.Then(terms.Symbol(1), call), 0, several ? TermTable.Unlimited : 0));
    }
}
