using Assistant.Core;
using Assistant.Retrieval.Words;
using static Assistant.Retrieval.Tests.Index.IndexFixture;

namespace Assistant.Retrieval.Tests.Index;

/// <summary>BM25 of the index against the formula written down plainly.</summary>
public sealed class Bm25Tests : IDisposable
{
    private static readonly string[] English = ["leave", "leaves", "hours", "working", "worked", "card", "travel", "report", "security", "the", "of", "and"];
    private static readonly string[] German = ["Urlaub", "Urlaube", "Stunden", "arbeiten", "arbeitete", "Karte", "Reise", "die", "der", "und", "hours", "the"];

    private readonly TempFolder folder = new();
    private readonly TextAnalyzer analyzer = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(4, 70)] // So many are replaced here that slots are numbered anew on the way.
    public async Task Scores_are_those_of_the_formula_over_what_the_asker_may_see(int seed, int mostPassages)
    {
        Random random = new(seed);
        using var index = Open(folder.File("assistant.db"));
        Dictionary<string, (DocumentVersion Version, Passage[] Passages)> published = [];
        for (var step = 0; step < 120; step++)
        {
            var name = $"d{random.Next(40)}";
            if (random.Next(6) == 0)
            {
                await index.DeleteAsync(name, CancellationToken.None);
                published.Remove(name);
                continue;
            }

            var version = Version(name, step, collection: $"c{random.Next(2)}", readBy: random.Next(3) == 0 ? ["group:hr"] : ["everyone"]);
            var language = random.Next(3) == 0 ? "de" : "en";
            var passages = PassagesIn(version, language, [.. Enumerable.Range(0, random.Next(1, mostPassages + 1)).Select(_ => Text(random, language))]);
            await index.StageAsync(version, passages, CancellationToken.None);
            await index.PublishAsync(version, CancellationToken.None);
            published[name] = (version, passages);
        }

        foreach (var (asker, collections) in new[] { (Asker.Anonymous, (string[])[]), (Asker.Operator, []), (Asker.With("group:hr"), ["c1"]) })
        {
            WeightedText[] words = [new("leave hours of the Reise, leave", 1), new("working Karte", 0.2)];
            var visible = published.Values
                .Where(document => asker.ReadsAll || document.Version.ReadBy.Intersect(asker.Principals).Any())
                .Where(document => collections.Length == 0 || collections.Contains(document.Version.Collection))
                .SelectMany(document => document.Passages).ToList();
            var (expected, idfSum) = Naive(visible, words);

            var found = await index.SearchAsync(new() { Words = words, Collections = collections, Top = int.MaxValue }, asker, CancellationToken.None);

            Assert.Equal(idfSum, found.IdfSum, 4);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Lexical.Select(match => match.Passage.Id).Order(StringComparer.Ordinal));
            Assert.All(found.Lexical, match => Assert.Equal(expected[match.Passage.Id], match.Score, 1e-4));
        }
    }

    private static string Text(Random random, string language)
    {
        var words = language == "de" ? German : English;
        return string.Join(' ', Enumerable.Range(0, random.Next(3, 40)).Select(_ => words[random.Next(words.Length)]));
    }

    // The words of a query are counted over all languages; only average lengths are by language.
    private (Dictionary<string, double> Scores, double IdfSum) Naive(List<Passage> passages, WeightedText[] query)
    {
        var terms = passages.ToDictionary(passage => passage.Id, passage => Terms(string.Join(' ', [passage.Title, .. passage.HeadingPath, passage.Text]), passage.Language));
        var averages = passages.GroupBy(passage => passage.Language).ToDictionary(group => group.Key, group => Math.Max(1, group.Average(passage => terms[passage.Id].Count)));
        Dictionary<string, double> scores = [];
        double idfSum = 0;
        foreach (var text in query)
        {
            var (english, german) = (Terms(text.Text, "en"), Terms(text.Text, "de"));
            for (var at = 0; at < english.Count; at++)
            {
                string TermIn(string language) => language == "de" ? german[at] : english[at];
                var having = passages.Count(passage => terms[passage.Id].Contains(TermIn(passage.Language)));
                if (having == 0)
                {
                    continue;
                }

                var idf = Math.Log(1 + ((passages.Count - having + 0.5) / (having + 0.5)));
                idfSum += text.Weight == 1 ? idf : 0;
                foreach (var passage in passages)
                {
                    double count = terms[passage.Id].Count(term => term == TermIn(passage.Language));
                    if (count > 0)
                    {
                        var length = terms[passage.Id].Count / averages[passage.Language];
                        scores[passage.Id] = scores.GetValueOrDefault(passage.Id) + (text.Weight * idf * count / (count + (1.2 * (0.25 + (0.75 * length)))));
                    }
                }
            }
        }

        return (scores, idfSum);
    }

    private List<string> Terms(string text, string language) => [.. analyzer.Analyze(text, language).Select(term => term.Text)];
}
