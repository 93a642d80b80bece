namespace Assistant.Inference.Formats;

/// <summary>Phi 3 and 3.5: every role has its own token; tools, calls and results are left out.</summary>
internal sealed class Phi3Format() : ChatFormat("phi3", ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "<|endoftext|>"], ["<|end|>", "<|endoftext|>"])
{
    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            var role = turn.Role switch
            {
                TurnRole.System => turn.Text.Length > 0 ? "<|system|>" : null,
                TurnRole.User => "<|user|>",
                TurnRole.Assistant => "<|assistant|>",
                _ => null,
            };
            if (role is null)
            {
                continue;
            }

            writer.Scaffold(role).Scaffold("\n").Content(turn.Text);
            if (!IsContinued(turns, index, options))
            {
                writer.Scaffold("<|end|>\n");
            }
        }

        if (!options.ContinueLast)
        {
            writer.Scaffold(options.AddGenerationPrompt ? "<|assistant|>\n" : "<|endoftext|>");
        }
    }
}
