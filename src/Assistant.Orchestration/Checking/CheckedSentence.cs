using Assistant.Core;

namespace Assistant.Orchestration.Checking;

/// <summary>A sentence that may be shown, and the passages that carry it.</summary>
internal sealed record CheckedSentence(string Text, IReadOnlyList<Passage> Passages);
