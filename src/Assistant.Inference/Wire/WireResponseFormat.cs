namespace Assistant.Inference.Wire;

/// <summary>What an answer must look like.</summary>
/// <param name="Type"><c>text</c>, <c>json_object</c> or <c>json_schema</c>.</param>
/// <param name="JsonSchema">The schema of the last.</param>
internal sealed record WireResponseFormat(string? Type, WireSchema? JsonSchema);
