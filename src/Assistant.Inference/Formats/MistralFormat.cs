namespace Assistant.Inference.Formats;

/// <summary>
/// Mistral's instruct formats as mistral_common 1.13.1 encodes them. SentencePiece and Tekken vocabularies get the same
/// segments: the space that SentencePiece puts before each of them is the tokenizer's own doing.
/// </summary>
internal sealed class MistralFormat(string name, int version) : ChatFormat(name, [], ["</s>"])
{
    // "[INST]" was plain text in the first version, which therefore wrote the spaces around it itself.
    private bool HasControlTokens => version >= 2;

    /// <inheritdoc/>
    public override bool CarriesTools => HasControlTokens;

    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        var (system, arranged) = MistralTurns.Arrange(turns, version, options.ContinueLast);
        var tools = options.Tools.Count > 0 && HasControlTokens ? ToolDefinition.ListOf(options.Tools) : null;
        var users = Enumerable.Range(0, arranged.Count).Where(index => arranged[index].Role == TurnRole.User).ToList();
        var toolsAt = users.Count == 0 ? -1 : version >= 13 ? users[0] : users[^1];
        var systemAt = users.Count == 0 ? -1 : version == 1 ? users[0] : users[^1];

        writer.Control("<s>");
        for (var index = 0; index < arranged.Count; index++)
        {
            var turn = arranged[index];
            if (index == toolsAt && tools is not null)
            {
                writer.Control("[AVAILABLE_TOOLS]").Content(tools).Control("[/AVAILABLE_TOOLS]");
            }

            switch (turn.Role)
            {
                case TurnRole.System:
                    writer.Control("[SYSTEM_PROMPT]").Content(turn.Text).Control("[/SYSTEM_PROMPT]");
                    break;
                case TurnRole.User:
                    WriteUser(writer, index == systemAt && system.Length > 0 ? $"{system}\n\n{turn.Text}" : turn.Text);
                    break;
                case TurnRole.Assistant when version == 2 && turn.Calls.Count > 0 && index < users[^1]:
                case TurnRole.Tool when version == 2 && index < users[^1]:
                    // The second version forgets the tool rounds of earlier questions.
                    break;
                case TurnRole.Assistant:
                    WriteAssistant(writer, turn, IsContinued(arranged, index, options));
                    break;
                default:
                    WriteResult(writer, turn);
                    break;
            }
        }
    }

    private void WriteUser(SegmentWriter writer, string text)
    {
        if (HasControlTokens)
        {
            writer.Control("[INST]").Content(text).Control("[/INST]");
        }
        else
        {
            writer.Content($"[INST] {text} [/INST]").Break();
        }
    }

    private void WriteAssistant(SegmentWriter writer, ChatTurn turn, bool isContinued)
    {
        writer.Content(HasControlTokens ? turn.Text.TrimEnd(' ') : turn.Text);
        if (turn.Calls.Count > 0 && version <= 10)
        {
            writer.Control("[TOOL_CALLS]").Content($"[{string.Join(", ", turn.Calls.Select(CallAsJson))}]");
        }
        else
        {
            foreach (var call in turn.Calls)
            {
                writer.Control("[TOOL_CALLS]").Content(call.Name);
                if (version < 13)
                {
                    writer.Control("[CALL_ID]").Content(call.Id);
                }

                writer.Control("[ARGS]").Content(PythonJson.Write(call.Arguments));
            }
        }

        if (!isContinued)
        {
            writer.Control("</s>");
        }
    }

    private string CallAsJson(ToolCall call)
    {
        var id = version >= 3 ? $", \"id\": {PythonJson.Write(call.Id)}" : "";
        return $"{{\"name\": {PythonJson.Write(call.Name)}, \"arguments\": {PythonJson.Write(call.Arguments)}{id}}}";
    }

    private void WriteResult(SegmentWriter writer, ChatTurn turn)
    {
        writer.Control("[TOOL_RESULTS]");
        switch (version)
        {
            case 2:
                var name = PythonJson.Write(turn.ToolName ?? throw new ChatFormatException($"The result of call '{turn.CallId}' does not say which tool gave it."));
                writer.Content($"[{{\"name\": {name}, \"content\": {ToolResult.AsJson(turn.Text)}}}]");
                break;
            case 3:
                writer.Content($"{{\"content\": {ToolResult.AsJson(turn.Text)}, \"call_id\": {PythonJson.Write(turn.CallId)}}}");
                break;
            case < 13:
                writer.Content(turn.CallId).Control("[TOOL_CONTENT]").Content(turn.Text);
                break;
            default:
                writer.Content(turn.Text);
                break;
        }

        writer.Control("[/TOOL_RESULTS]");
    }
}
