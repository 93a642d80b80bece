namespace Assistant.Orchestration.Answering;

/// <summary>A sentence as a model wrote it.</summary>
/// <param name="Text">The words without marks.</param>
/// <param name="Marks">The numbers of its marks, in their order.</param>
/// <param name="Separator">What stood between it and the sentence before: a blank, a line break, or nothing at the start.</param>
internal sealed record WrittenSentence(string Text, IReadOnlyList<int> Marks, string Separator);
