namespace Assistant.Core;

/// <summary>One step of an answer as it is written.</summary>
public abstract record AnswerUpdate
{
    private AnswerUpdate()
    {
    }

    /// <summary>What the assistant is at, for a person who waits; never part of the answer.</summary>
    /// <param name="Step">The step.</param>
    public sealed record Working(AnswerStep Step) : AnswerUpdate;

    /// <summary>More words of the answer. Joined as they are: blanks and line breaks are part of them.</summary>
    /// <param name="Text">The words.</param>
    public sealed record Words(string Text) : AnswerUpdate;

    /// <summary>The passage that the words before this update rest on.</summary>
    /// <param name="Citation">The citation.</param>
    public sealed record Cited(Citation Citation) : AnswerUpdate;

    /// <summary>The answer is whole. Always the last update, and the only one that tells how it ended.</summary>
    /// <param name="Ending">How it ended.</param>
    public sealed record Finished(AnswerEnding Ending) : AnswerUpdate
    {
        /// <summary>The model that wrote, or <c>extractive</c>.</summary>
        public string Model { get; init; } = "extractive";

        /// <summary>How many written sentences the check took out.</summary>
        public int Dropped { get; init; }

        /// <summary>Tokens read and written; zeros without a model.</summary>
        public AnswerTokens Tokens { get; init; }

        /// <summary>For <see cref="AnswerEnding.Failed"/> and <see cref="AnswerEnding.Declined"/>: why, in words that may be shown.</summary>
        public string? Reason { get; init; }
    }
}

/// <summary>What the assistant is at.</summary>
public enum AnswerStep
{
    /// <summary>Looking for passages.</summary>
    Searching,

    /// <summary>The model reads the sources.</summary>
    Reading,

    /// <summary>The answer is being written.</summary>
    Writing,
}

/// <summary>Tokens of an answer.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Cached">Of these, tokens that were not computed anew.</param>
/// <param name="Completion">Tokens written.</param>
public readonly record struct AnswerTokens(int Prompt, int Cached, int Completion);
