namespace Assistant.Orchestration.Answering;

/// <summary>An answer of quoted sentences.</summary>
/// <param name="Sentences">The sentences in reading order; empty when the passages have none.</param>
/// <param name="Agreement">How well the best sentence agrees with the question by vectors, 0 to 1; null where there are none.</param>
internal sealed record QuotedAnswer(IReadOnlyList<QuotedSentence> Sentences, double? Agreement);
