using System.Text.Json;

namespace Assistant.Inference.Tools;

/// <summary>Mistral's versions 2 to 7: after [TOOL_CALLS] a JSON list of calls.</summary>
internal sealed class MistralListOutput(IReadOnlyList<string> endTokens) : OutputReader(endTokens, ["[TOOL_CALLS]"])
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> CallMarkers { get; } = ["[TOOL_CALLS]"];

    /// <inheritdoc/>
    public override int Showable(string text, int from) => text.Length;

    /// <inheritdoc/>
    protected override ParsedOutput ReadTurn(IReadOnlyList<OutputPiece> written, OutputContext context)
    {
        var content = ContentBefore(written);
        var at = written.Index().FirstOrDefault(piece => piece.Item.IsControl, (-1, default)).Item1;
        if (at < 0)
        {
            return ParsedOutput.Words(content);
        }

        var body = Spelled(written.Skip(at + 1)).Trim();
        if (body.Length == 0)
        {
            throw new BrokenCallException("empty");
        }

        // What comes after the list is dropped.
        var value = CallJson.First(body, out _);
        JsonElement[] calls = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return calls.Length > 0
            ? ParsedOutput.Of(content, [.. calls.Select(call => CallJson.CallOf(call, context))])
            : throw new BrokenCallException("empty");
    }
}
