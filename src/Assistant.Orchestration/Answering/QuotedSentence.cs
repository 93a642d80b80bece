using Assistant.Core;

namespace Assistant.Orchestration.Answering;

/// <summary>A sentence of a passage that may be quoted.</summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Rank">The place of the passage among those found, from 0.</param>
/// <param name="Index">Its place among the sentences of the passage.</param>
/// <param name="Text">What is shown: the sentence, with the line or sentence before it where it cannot stand alone.</param>
/// <param name="Alone">The sentence alone.</param>
internal sealed record QuotedSentence(Passage Passage, int Rank, int Index, string Text, string Alone);
