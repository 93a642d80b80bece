using Assistant.Inference.Tools;

namespace Assistant.Inference.Grammars;

/// <summary>Where a text stands under a grammar: inside it, in words before it, or in words that may turn out to be its beginning.</summary>
/// <param name="Begun">What may still come of it; null in words that begin nothing.</param>
/// <param name="IsBound">Whether it has begun for good, so that it must be whole before the text may end.</param>
/// <param name="Words">What was written before it.</param>
internal readonly record struct GrammarPlace(Term? Begun, bool IsBound, FreeWords Words);
