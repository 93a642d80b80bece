namespace Assistant.Benchmarks.Engine;

/// <summary>A text, the schema that its answer must fit, and what would be right.</summary>
/// <param name="Schema">The schema's name.</param>
/// <param name="Json">The schema.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Expected">A property and the value that it should have; empty where any is fine.</param>
/// <param name="Value">That value as text.</param>
internal sealed record StructuredTask(string Schema, string Json, string Question, string Expected, string Value);
