using System.Text;
using Assistant.Inference.Grammars;
using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Tests.Grammars;

/// <summary>Writes under a constraint as a scheduler would, with a model that knows nothing: every allowed token is as likely as any other.</summary>
internal static class Generated
{
    /// <summary>A text under a schema, within so many tokens.</summary>
    public static string Json(ModelGrammars grammars, Grammar grammar, int seed, int mostTokens) =>
        Text(Tokens(new GrammarConstraint(grammars, grammar, [SomeVocabulary.Marker], new HashSet<int> { SomeVocabulary.End }), seed, mostTokens));

    /// <summary>The text of tokens.</summary>
    public static string Text(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(token => SomeVocabulary.Tokens[token])]);

    /// <summary>What a constraint lets through, within so many tokens.</summary>
    public static IReadOnlyList<int> Tokens(ITokenConstraint constraint, int seed, int mostTokens)
    {
        Random random = new(seed);
        List<int> written = [];
        var logits = new float[SomeVocabulary.Tokens.Count];
        for (var left = mostTokens; left >= 0 && !constraint.MustEnd; left--)
        {
            if (constraint.MustClose(left, out var closing))
            {
                Assert.True(closing.Count <= left, $"{closing.Count} tokens to close, {left} left, after {Text(written)}");
                foreach (var token in closing)
                {
                    Assert.True(constraint.Allows(token));
                    Take(token);
                }

                Assert.True(constraint.CanEnd);
                break;
            }

            if (left == 0)
            {
                break;
            }

            Array.Clear(logits);
            constraint.Mask(logits);
            var allowed = Enumerable.Range(0, logits.Length).Where(token => logits[token] == 0).ToList();
            Assert.NotEmpty(allowed);
            foreach (var token in allowed.Take(5))
            {
                Assert.True(constraint.Allows(token));
            }

            var refused = Enumerable.Range(0, logits.Length).FirstOrDefault(token => logits[token] < 0, -1);
            Assert.True(refused < 0 || !constraint.Allows(refused));

            // A model that never ends by itself would only ever be closed.
            var chosen = allowed[random.Next(allowed.Count)];
            chosen = allowed.Contains(SomeVocabulary.End) && random.Next(3) == 0 ? SomeVocabulary.End : chosen;
            if (chosen == SomeVocabulary.End)
            {
                constraint.Accept(chosen);
                break;
            }

            Take(chosen);
        }

        return written;

        void Take(int token)
        {
            constraint.Accept(token);
            written.Add(token);
        }
    }
}
