namespace Assistant.Benchmarks.Engine;

/// <summary>A question, and the call that would be right.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Tool">The tool that helps.</param>
/// <param name="Argument">Its argument that the question tells.</param>
/// <param name="Value">The argument's value.</param>
internal sealed record ToolTask(string Question, string Tool, string Argument, string Value);
