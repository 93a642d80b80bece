namespace Assistant.Inference.Formats;

/// <summary>
/// ChatML: plain, or as Qwen 2.5 and 3 write it, with tools inside the system message and results inside a user turn.
/// Without tools all of them are the same but for the default system text.
/// </summary>
internal sealed class ChatMlFormat(string name, ChatMlStyle style, string? beginToken = null)
    : ChatFormat(name, ["<|im_start|>", "<|im_end|>", .. style.ToolTokens], ["<|im_end|>", "<|endoftext|>"])
{
    private const string ToolsPreamble =
        "# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
        + "You are provided with function signatures within <tools></tools> XML tags:\n<tools>";

    private const string ToolsClosing =
        "\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n"
        + "<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>";

    /// <inheritdoc/>
    public override bool CarriesTools => style.ShowsTools;

    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        if (beginToken is not null)
        {
            writer.Control(beginToken);
        }

        var hasSystem = turns[0].Role == TurnRole.System;
        WriteSystem(writer, hasSystem ? turns[0].Text : style.DefaultSystem, options);
        var lastUser = turns.Count - 1;
        while (lastUser > 0 && turns[lastUser].Role != TurnRole.User)
        {
            lastUser--;
        }

        for (var index = hasSystem ? 1 : 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            if (turn.Role == TurnRole.Tool)
            {
                WriteResult(writer, turn, opens: index == 0 || turns[index - 1].Role != TurnRole.Tool,
                    closes: index == turns.Count - 1 || turns[index + 1].Role != TurnRole.Tool);
                continue;
            }

            writer.Scaffold("<|im_start|>").Scaffold(RoleOf(turn)).Scaffold("\n");
            var isLastAnswer = turn.Role == TurnRole.Assistant && index == turns.Count - 1 && turns[lastUser].Role == TurnRole.User;
            WriteText(writer, turn, emptyThought: style.Thinks && isLastAnswer);
            if (!IsContinued(turns, index, options))
            {
                writer.Scaffold("<|im_end|>\n");
            }
        }

        if (options is { AddGenerationPrompt: true, ContinueLast: false })
        {
            writer.Scaffold("<|im_start|>assistant\n");
        }
    }

    private void WriteSystem(SegmentWriter writer, string? system, ChatRendering options)
    {
        var showsTools = style.ShowsTools && options.Tools.Count > 0;
        if (system is null && !showsTools)
        {
            return;
        }

        writer.Scaffold("<|im_start|>system\n").Content(system ?? "");
        if (showsTools)
        {
            writer.Scaffold(system is null ? "" : "\n\n").Scaffold(ToolsPreamble);
            foreach (var tool in options.Tools)
            {
                writer.Scaffold("\n").Content(PythonJson.Write(ToolDefinition.Of(tool, keepEmptyDescription: false)));
            }

            writer.Scaffold(ToolsClosing);
        }

        writer.Scaffold("<|im_end|>\n");
    }

    private void WriteText(SegmentWriter writer, ChatTurn turn, bool emptyThought)
    {
        var text = turn.Role == TurnRole.Assistant && style.Thinks ? WithoutThought(turn.Text) : turn.Text;
        if (emptyThought)
        {
            writer.Scaffold("<think>\n\n</think>\n\n");
            text = text.TrimStart('\n');
        }

        writer.Content(text);
        if (!style.ShowsTools)
        {
            return;
        }

        for (var index = 0; index < turn.Calls.Count; index++)
        {
            var call = turn.Calls[index];
            writer.Scaffold(index > 0 || text.Length > 0 ? "\n" : "").Scaffold("<tool_call>\n{\"name\": ")
                .Content(PythonJson.Write(call.Name)).Scaffold(", \"arguments\": ").Content(PythonJson.Write(call.Arguments))
                .Scaffold("}\n</tool_call>");
        }
    }

    private void WriteResult(SegmentWriter writer, ChatTurn turn, bool opens, bool closes)
    {
        if (!style.ShowsTools)
        {
            writer.Scaffold("<|im_start|>tool\n").Content(turn.Text).Scaffold("<|im_end|>\n");
            return;
        }

        writer.Scaffold(opens ? "<|im_start|>user" : "").Scaffold("\n<tool_response>\n").Content(turn.Text)
            .Scaffold("\n</tool_response>").Scaffold(closes ? "<|im_end|>\n" : "");
    }

    private static string RoleOf(ChatTurn turn) => turn.Role switch
    {
        TurnRole.System => "system",
        TurnRole.User => "user",
        _ => "assistant",
    };

    private static string WithoutThought(string text)
    {
        const string End = "</think>";
        var at = text.LastIndexOf(End, StringComparison.Ordinal);
        return at < 0 ? text : text[(at + End.Length)..].TrimStart('\n');
    }
}
