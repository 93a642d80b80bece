using System.Text.Json;

namespace Assistant.Inference.Tools;

/// <summary>Mistral's versions 11 and 13: [TOOL_CALLS]name[ARGS]{...} for each call, in the eleventh perhaps with [CALL_ID]. Thoughts stand between [THINK] and [/THINK].</summary>
internal sealed class MistralMarkedOutput(IReadOnlyList<string> endTokens)
    : OutputReader(endTokens, ["[TOOL_CALLS]", "[CALL_ID]", "[ARGS]", "[THINK]", "[/THINK]"])
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> CallMarkers { get; } = ["[TOOL_CALLS]"];

    /// <inheritdoc/>
    public override int Showable(string text, int from) => text.Length;

    /// <inheritdoc/>
    protected override ParsedOutput ReadTurn(IReadOnlyList<OutputPiece> written, OutputContext context)
    {
        var (reasoning, rest) = WithoutThought(written);
        var content = ContentBefore(rest);
        List<List<OutputPiece>> calls = [];
        foreach (var piece in rest)
        {
            if (piece is { IsControl: true, Text: "[TOOL_CALLS]" })
            {
                calls.Add([]);
            }
            else if (calls.Count > 0)
            {
                calls[^1].Add(piece);
            }
        }

        var read = calls.Count == 0 ? ParsedOutput.Words(content) : ParsedOutput.Of(content, [.. calls.Select(call => CallOf(call, context))]);
        return read with { Reasoning = reasoning };
    }

    private static ParsedCall CallOf(List<OutputPiece> call, OutputContext context)
    {
        var marker = call.FindIndex(piece => piece is { IsControl: true, Text: "[ARGS]" });
        var head = marker < 0 ? call : call[..marker];
        var name = Spelled(head.TakeWhile(piece => !piece.IsControl)).Trim();
        var arguments = marker < 0 ? "" : Spelled(call[(marker + 1)..]);

        // Some runtimes hide the marker.
        if (marker < 0 && name.IndexOf('{', StringComparison.Ordinal) is > 0 and var brace)
        {
            (name, arguments) = (name[..brace].Trim(), name[brace..]);
        }
        else if (marker < 0)
        {
            throw new BrokenCallException(name.Length == 0 ? "empty" : context.IsCut ? "cut" : "arguments-missing");
        }

        name = CallJson.NameOf(name, context);
        if (arguments.Trim().Length == 0)
        {
            return context.IsCut ? throw new BrokenCallException("cut") : new(name, JsonElement.Parse("{}"));
        }

        return new(name, CallJson.ArgumentsOf(CallJson.Only(arguments)));
    }

    private static (string Reasoning, List<OutputPiece> Answer) WithoutThought(IReadOnlyList<OutputPiece> written)
    {
        List<OutputPiece> thought = [];
        List<OutputPiece> rest = [];
        var thinks = false;
        foreach (var piece in written)
        {
            if (piece is { IsControl: true, Text: "[THINK]" or "[/THINK]" })
            {
                thinks = piece.Text == "[THINK]";
            }
            else
            {
                (thinks ? thought : rest).Add(piece);
            }
        }

        return (Spelled(thought).Trim(), rest);
    }
}
