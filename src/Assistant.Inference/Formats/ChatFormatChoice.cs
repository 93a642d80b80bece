namespace Assistant.Inference.Formats;

/// <summary>A format and the reason for which a model gets it, as the end of a sentence.</summary>
internal sealed record ChatFormatChoice(ChatFormat Format, string Why);
