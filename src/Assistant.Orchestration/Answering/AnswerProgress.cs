using Assistant.Core;

namespace Assistant.Orchestration.Answering;

/// <summary>How far an answer has come, so that it can be told also when it breaks off.</summary>
internal sealed class AnswerProgress
{
    public const string Extractive = "extractive";

    public string Model { get; set; } = Extractive;

    /// <summary>How many written sentences the check took out.</summary>
    public int Dropped { get; set; }

    public AnswerTokens Tokens { get; set; }

    public AnswerUpdate.Finished Ended(AnswerEnding ending, string? reason = null) => new(ending) { Model = Model, Dropped = Dropped, Tokens = Tokens, Reason = reason };
}
