namespace Assistant.Inference.Formats;

/// <summary>SmolLM3: ChatML with one system header always, results as user turns. Tools and calls are left out, as its template does without its own tool settings.</summary>
internal sealed class SmolLm3Format() : ChatFormat("smollm3", ["<|im_start|>", "<|im_end|>"], ["<|im_end|>", "<|end_of_text|>"])
{
    private const string DefaultInstructions =
        "You are a helpful AI assistant named SmolLM, trained by Hugging Face. Your role as an assistant involves thoroughly exploring questions through a "
        + "systematic thinking process before providing the final precise and accurate solutions. This requires engaging in a comprehensive cycle of analysis, "
        + "summarizing, exploration, reassessment, reflection, backtracking, and iteration to develop well-considered thinking process. Please structure your "
        + "response into two main sections: Thought and Solution using the specified format: <think> Thought section </think> Solution section. In the Thought "
        + "section, detail your reasoning process in steps. Each step should include detailed considerations such as analysing questions, summarizing relevant "
        + "findings, brainstorming new ideas, verifying the accuracy of the current steps, refining any errors, and revisiting previous steps. In the Solution "
        + "section, based on various attempts, explorations, and reflections from the Thought section, systematically present the final solution that you deem "
        + "correct. The Solution section should be logical, accurate, and concise and detail necessary steps needed to reach the conclusion.";

    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        var instructions = turns[0].Role == TurnRole.System ? turns[0].Text.TrimEnd() : "";
        writer.Scaffold("<|im_start|>system\n## Metadata\n\nKnowledge Cutoff Date: June 2025\nReasoning Mode: /think\n\n## Custom Instructions\n\n")
            .Content(instructions.Length > 0 ? instructions : DefaultInstructions)
            .Scaffold("\n\n<|im_end|>\n");
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            if (turn.Role == TurnRole.System)
            {
                continue;
            }

            var isAnswer = turn.Role == TurnRole.Assistant;
            writer.Scaffold(isAnswer ? "<|im_start|>assistant\n" : "<|im_start|>user\n").Content(isAnswer ? turn.Text.TrimStart('\n') : turn.Text);
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
}
