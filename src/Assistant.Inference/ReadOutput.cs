namespace Assistant.Inference;

/// <summary>What a model's output says.</summary>
/// <param name="Outcome"><c>text</c>, <c>calls</c>, or <c>error</c> for a call that was tried and is none.</param>
/// <param name="Content">The words for a person.</param>
/// <param name="ToolCalls">The calls, in the order in which they were written.</param>
/// <param name="Error">Why a call is none, in one word; null when there was none such.</param>
public sealed record ReadOutput(string Outcome, string Content, IReadOnlyList<ReadCall> ToolCalls, string? Error);
