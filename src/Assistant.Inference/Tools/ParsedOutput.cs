namespace Assistant.Inference.Tools;

/// <summary>What a model said.</summary>
internal sealed record ParsedOutput(OutputOutcome Outcome)
{
    /// <summary>The words for a person, without white space around them.</summary>
    public string Content { get; init; } = "";

    /// <summary>The model's thoughts, which are no part of the answer.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>The calls; none unless <see cref="Outcome"/> says so.</summary>
    public IReadOnlyList<ParsedCall> Calls { get; init; } = [];

    /// <summary>Why a call that was tried is none, in one word: bad-json, cut, unknown-tool, duplicate-key, arguments-not-object, arguments-missing, no-name, too-deep or empty.</summary>
    public string? Fault { get; init; }

    /// <summary>Words only.</summary>
    public static ParsedOutput Words(string text) => new(OutputOutcome.Text) { Content = text.Trim() };

    /// <summary>A call that was tried and is none.</summary>
    public static ParsedOutput Broken(string content, string fault) => new(OutputOutcome.Error) { Content = content.Trim(), Fault = fault };

    /// <summary>Calls, perhaps after some words.</summary>
    public static ParsedOutput Of(string content, IReadOnlyList<ParsedCall> calls) => new(OutputOutcome.Calls) { Content = content.Trim(), Calls = calls };
}
