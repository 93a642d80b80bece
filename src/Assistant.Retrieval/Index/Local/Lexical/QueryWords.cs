using Assistant.Core;
using Assistant.Retrieval.Words;

namespace Assistant.Retrieval.Index.Local.Lexical;

/// <summary>A word of a query: the term that it is in each language of the index.</summary>
/// <param name="Terms">By the language's number: the term's number, or -1.</param>
/// <param name="Weight">How much it counts, over all its occurrences.</param>
/// <param name="Own">How often it stands in text of weight 1, the question itself.</param>
internal sealed record QueryWord(int[] Terms, float Weight, int Own);

/// <summary>Analyses a query once per language of the index.</summary>
/// <remarks>
/// Scripts break words alike in every language, only stems differ: so a word is the same place in the text, and its rarity can be counted
/// over all languages. A passage whose language was not recognised must not profit from being one of few.
/// </remarks>
internal static class QueryWords
{
    /// <summary>The words of a query in their order, those that are the same in every language joined.</summary>
    public static IReadOnlyList<QueryWord> Of(IReadOnlyList<WeightedText> texts, TextAnalyzer analyzer, Lexicon lexicon)
    {
        var languages = lexicon.Languages.ToArray();
        List<QueryWord> words = [];
        foreach (var text in texts)
        {
            Dictionary<(int Start, int Nth), int[]> termsAt = [];
            List<int[]> inOrder = [];
            foreach (var (language, number) in languages)
            {
                // One character can fold to several words that all stand at its place, such as ¾ to 3 and 4.
                var place = (Start: -1, Nth: 0);
                foreach (var term in analyzer.Analyze(text.Text, language))
                {
                    place = (term.Start, term.Start == place.Start ? place.Nth + 1 : 0);
                    if (!termsAt.TryGetValue(place, out var terms))
                    {
                        terms = new int[languages.Length];
                        Array.Fill(terms, -1);
                        termsAt.Add(place, terms);
                        inOrder.Add(terms);
                    }

                    terms[number] = lexicon.Find(number, term.Text);
                }
            }

            foreach (var terms in inOrder)
            {
                Add(words, terms, text.Weight);
            }
        }

        return words;
    }

    private static void Add(List<QueryWord> words, int[] terms, double weight)
    {
        if (terms.AsSpan().IndexOfAnyExcept(-1) < 0)
        {
            return;
        }

        var own = weight == 1 ? 1 : 0;
        var known = words.FindIndex(word => word.Terms.AsSpan().SequenceEqual(terms));
        if (known < 0)
        {
            words.Add(new(terms, (float)weight, own));
        }
        else
        {
            words[known] = new(terms, words[known].Weight + (float)weight, words[known].Own + own);
        }
    }
}
