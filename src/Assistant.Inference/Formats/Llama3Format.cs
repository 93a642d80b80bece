namespace Assistant.Inference.Formats;

/// <summary>
/// LLaMA 3 (3.0) as llama_models 0.3.0 encodes it: nothing trimmed, no date, roles in any order. Tools are not told to the
/// model, for 3.0 had none; calls and results of a history are.
/// </summary>
internal sealed class Llama3Format() : ChatFormat("llama3", Tokens, ["<|eot_id|>", "<|end_of_text|>"])
{
    internal static readonly IReadOnlyList<string> Tokens = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        writer.Control("<|begin_of_text|>");
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            WriteHeader(writer, turn.Role switch
            {
                TurnRole.System => "system",
                TurnRole.User => "user",
                TurnRole.Assistant => "assistant",
                _ => "ipython",
            });
            writer.Content(turn.Text);
            foreach (var call in turn.Calls)
            {
                // The reference joins parallel calls without anything between them, which no reader can take apart again.
                writer.Break().Content(call == turn.Calls[0] ? "" : "\n").Content(CallAsJson(call));
            }

            if (!IsContinued(turns, index, options))
            {
                writer.Control("<|eot_id|>");
            }
        }

        if (options is { AddGenerationPrompt: true, ContinueLast: false })
        {
            WriteHeader(writer, "assistant");
        }
    }

    // The reference tokenizes the two line ends apart from the content, which may begin with a line end of its own.
    private static void WriteHeader(SegmentWriter writer, string role) =>
        writer.Scaffold($"<|start_header_id|>{role}<|end_header_id|>\n\n").Break();

    private static string CallAsJson(ToolCall call)
    {
        PythonJson json = new(escapeNonAscii: true);
        return $"{{\"type\": \"function\", \"name\": {PythonJson.Write(call.Name)}, \"parameters\": {json.Of(call.Arguments)}}}";
    }
}
