using System.Text.Json;
using Assistant.Inference.Formats;
using Assistant.Inference.Tools;

namespace Assistant.Inference;

/// <summary>Shows what a model's raw output says: words, calls of tools, or a call that is none.</summary>
public static class OutputPreview
{
    /// <summary>Reads an output.</summary>
    /// <param name="formatName">The chat format that the model writes.</param>
    /// <param name="output">
    /// <c>{"raw":"..."}</c>, in which control tokens are spelled, or <c>{"pieces":["typed text",{"c":"control token"}]}</c>, in which only those are control
    /// tokens; with <c>"tools":[names offered]</c> and <c>"finish":"stop"</c> or <c>"length"</c>.
    /// </param>
    /// <exception cref="ChatFormatException">There is no such format, or it is no such output.</exception>
    public static ReadOutput Read(string formatName, JsonElement output)
    {
        var reader = OutputReader.Of(ChatFormats.ByName(formatName));
        if (output.ValueKind != JsonValueKind.Object)
        {
            throw Refuse();
        }

        JsonStrings.Check(output, "The output");
        HashSet<string> names = [];
        if (output.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
        {
            names.UnionWith(tools.EnumerateArray().Select(tool => tool.ValueKind == JsonValueKind.String ? tool.GetString()! : throw Refuse()));
        }

        OutputContext context = new(names, IsCut: output.TryGetProperty("finish", out var finish) && finish.ValueKind == JsonValueKind.String && finish.GetString() == "length");
        var read = output.TryGetProperty("pieces", out var pieces) && pieces.ValueKind == JsonValueKind.Array ? reader.Read([.. pieces.EnumerateArray().Select(PieceOf)], context)
            : output.TryGetProperty("raw", out var raw) && raw.ValueKind == JsonValueKind.String ? reader.Read(raw.GetString()!, context)
            : throw Refuse();
        return new(read.Outcome.ToString().ToLowerInvariant(), read.Content, [.. read.Calls.Select(call => new ReadCall(call.Name, call.Arguments))], read.Fault);
    }

    private static OutputPiece PieceOf(JsonElement piece) => piece switch
    {
        { ValueKind: JsonValueKind.String } => new(piece.GetString()!, IsControl: false),
        { ValueKind: JsonValueKind.Object } when piece.TryGetProperty("c", out var control) && control.ValueKind == JsonValueKind.String => new(control.GetString()!, IsControl: true),
        _ => throw Refuse(),
    };

    private static ChatFormatException Refuse() =>
        new("An output is an object with 'raw' (text) or 'pieces' (a list of texts and of {\"c\": control token}), perhaps with 'tools' (a list of names) and 'finish'.");
}
