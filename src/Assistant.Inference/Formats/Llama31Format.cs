using System.Globalization;

namespace Assistant.Inference.Formats;

/// <summary>
/// LLaMA 3.1 to 3.3 as their published templates write it: a system header with both dates always, texts trimmed, tools in the
/// first user message, one JSON call in a message. 3.2 differs only in what is read back.
/// </summary>
internal sealed class Llama31Format(string name) : ChatFormat(name, Llama3Format.Tokens, ["<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"])
{
    private const string ToolsPreamble =
        "Given the following functions, please respond with a JSON for a function call with its proper arguments that best answers the given prompt.\n\n"
        + "Respond in the format {\"name\": function name, \"parameters\": dictionary of argument name and its value}.Do not use variables.\n\n";

    /// <inheritdoc/>
    public override bool CarriesTools => true;

    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        var hasSystem = turns[0].Role == TurnRole.System;
        var today = options.Date.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);
        writer.Scaffold("<|begin_of_text|>").Scaffold(Header("system"))
            .Scaffold(options.Tools.Count > 0 ? "Environment: ipython\n" : "")
            .Scaffold($"Cutting Knowledge Date: December 2023\nToday Date: {today}\n\n")
            .Content(hasSystem ? turns[0].Text.Trim() : "")
            .Scaffold("<|eot_id|>");

        var toolsAt = options.Tools.Count == 0 ? -1 : FirstUser(turns);
        for (var index = hasSystem ? 1 : 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            writer.Scaffold(Header(turn.Role switch
            {
                TurnRole.System => "system",
                TurnRole.User => "user",
                TurnRole.Assistant => "assistant",
                _ => "ipython",
            }));
            if (index == toolsAt)
            {
                writer.Scaffold(ToolsPreamble);
                PythonJson json = new(indent: 4);
                foreach (var tool in options.Tools)
                {
                    writer.Content(json.Of(ToolDefinition.Of(tool, keepEmptyDescription: false))).Scaffold("\n\n");
                }
            }

            writer.Content(ContentOf(turn));
            if (!IsContinued(turns, index, options))
            {
                writer.Scaffold("<|eot_id|>");
            }
        }

        if (options is { AddGenerationPrompt: true, ContinueLast: false })
        {
            writer.Scaffold(Header("assistant"));
        }
    }

    private static string Header(string role) => $"<|start_header_id|>{role}<|end_header_id|>\n\n";

    private static string ContentOf(ChatTurn turn) => turn switch
    {
        { Role: TurnRole.Tool } => PythonJson.Write(turn.Text),
        { Calls: [] } => turn.Text.Trim(),
        { Calls: [var call] } => $"{{\"name\": {PythonJson.Write(call.Name)}, \"parameters\": {PythonJson.Write(call.Arguments)}}}",
        _ => throw new ChatFormatException("LLaMA 3.1's format takes one call in a message."),
    };

    private static int FirstUser(IReadOnlyList<ChatTurn> turns)
    {
        for (var index = 0; index < turns.Count; index++)
        {
            if (turns[index].Role == TurnRole.User)
            {
                return index;
            }
        }

        throw new ChatFormatException("LLaMA 3.1's format puts tools into the first user message, and there is none.");
    }
}
