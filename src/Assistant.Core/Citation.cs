namespace Assistant.Core;

/// <summary>What a sentence of an answer rests on.</summary>
/// <param name="Number">The number in the answer's text, counted from 1; the same passage keeps its number.</param>
/// <param name="Passage">The passage.</param>
/// <param name="Quote">The sentence of the passage that carries the words best, as it stands there.</param>
public sealed record Citation(int Number, Passage Passage, string Quote);
