namespace Assistant.Inference.Tools;

/// <summary>What the model could know when it wrote, and how it ended.</summary>
/// <param name="Names">The tools that were offered.</param>
/// <param name="IsCut">Whether the token limit ended it.</param>
internal sealed record OutputContext(IReadOnlySet<string> Names, bool IsCut);
