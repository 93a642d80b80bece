namespace Assistant.Inference.Formats;

/// <summary>Gemma 2: user and model in strict turns, texts trimmed, no tools. A system text at the beginning becomes part of the first user turn.</summary>
internal sealed class Gemma2Format() : ChatFormat("gemma2", ["<bos>", "<start_of_turn>", "<end_of_turn>"], ["<end_of_turn>", "<eos>"])
{
    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        // The template refuses a system message. The makers' advice for it is to begin the user's first turn with that text.
        var systems = turns.TakeWhile(turn => turn.Role == TurnRole.System).Select(turn => turn.Text.Trim()).ToList();
        turns = [.. turns.Skip(systems.Count)];
        if (systems.Count > 0 && turns is [{ Role: TurnRole.User } first, ..])
        {
            turns = [first with { Text = string.Join("\n\n", [.. systems.Where(text => text.Length > 0), first.Text]) }, .. turns.Skip(1)];
        }

        writer.Scaffold("<bos>");
        if (turns.Count == 0)
        {
            throw new ChatFormatException("Gemma 2's format needs a user message.");
        }

        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            if (turn.Role != (index % 2 == 0 ? TurnRole.User : TurnRole.Assistant))
            {
                throw new ChatFormatException("In Gemma 2's format user and assistant must take turns, the user first.");
            }

            writer.Scaffold($"<start_of_turn>{(turn.Role == TurnRole.User ? "user" : "model")}\n").Content(turn.Text.Trim());
            if (!IsContinued(turns, index, options))
            {
                writer.Scaffold("<end_of_turn>\n");
            }
        }

        if (options is { AddGenerationPrompt: true, ContinueLast: false })
        {
            writer.Scaffold("<start_of_turn>model\n");
        }
    }
}
