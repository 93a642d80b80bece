using System.Diagnostics;
using System.Globalization;
using Assistant.Core;
using Assistant.Retrieval;
using Assistant.Retrieval.Index.Local;
using Assistant.Retrieval.Index.Local.Lexical;
using Assistant.Retrieval.Index.Local.Storage;
using Assistant.Retrieval.Words;
using Assistant.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Benchmarks.Search;

/// <summary>The ten best of many passages by words: ours in memory, ours through the border with the passages read from SQLite, and Lucene.Net.</summary>
internal static class TextBenchmark
{
    private const int PerDocument = 100;

    private static readonly TextAnalyzer Analyzer = new();

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IndexBenchmarkOptions options)
    {
        IndexBenchmark.Tell("cutting passages");
        var texts = DebianPassages.Read(options.Docs, options.Passages);
        if (texts.Count == 0)
        {
            return ["## Words", "", "Left out: none of the documentation folders is here (Debian: linux-doc-6.1, python3.11-doc, postgresql-doc-15, git-doc, debian-handbook)."];
        }

        IndexBenchmark.Tell("building");
        var (snapshot, ourRate, ourMegabytes) = Build(texts);
        using TempFolder folder = new();
        using LocalPassageIndex index = new(
            Options.Create(new RetrievalOptions { Database = folder.File("assistant.db") }), Analyzer, TimeProvider.System, NullLogger<LocalPassageIndex>.Instance);
        var publishRate = await PublishAsync(index, texts);
        var start = Stopwatch.GetTimestamp();
        using LucenePeer lucene = new(texts);
        var luceneRate = texts.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;

        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"## Words: {texts.Count:N0} passages of at most 110 words ({texts.Sum(text => (long)text.Length) / 1e6:N0} MB) from {string.Join(", ", options.Docs.Select(Path.GetFileName))}"),
            "",
            "| query | what | p50 ms | p95 ms | MRR@10 | overlap@10 with ours |",
            "|---|---|---|---|---|---|",
        ];
        foreach (var words in (int[])[6, 14])
        {
            lines.AddRange(await AskAsync(words, options.Queries, texts, snapshot, index, lucene));
        }

        lines.AddRange(
        [
            "",
            "| what | passages/s | MB |",
            "|---|---|---|",
            Built("**ours**, in memory (also what a restart does)", ourRate, ourMegabytes),
            Built("ours, staged in SQLite and published, 100 passages a document", publishRate, null),
            Built("Lucene.Net 4.8.0-beta00017, merged to one segment", luceneRate, lucene.Megabytes),
        ]);
        return lines;
    }

    private static async Task<IEnumerable<string>> AskAsync(
        int words, int count, IReadOnlyList<string> texts, IndexSnapshot snapshot, LocalPassageIndex index, LucenePeer lucene)
    {
        IndexBenchmark.Tell($"queries of {words} words");
        Random random = new(words);
        var queries = Enumerable.Range(0, count).Select(_ => Span(random, texts, words)).ToList();
        Timing ours = new(), whole = new(), theirs = new();
        var (ourRanks, theirRanks, overlap) = (0.0, 0.0, 0);
        for (var round = -1; round < IndexBenchmark.Rounds; round++)
        {
            Timing Kept(Timing timing) => round < 0 ? new() : timing;
            foreach (var (query, passage) in queries)
            {
                var found = Kept(ours).Run(() => Ours(snapshot, query));
                var other = Kept(theirs).Run(() => lucene.Search(query));
                var start = Stopwatch.GetTimestamp();
                await index.SearchAsync(new() { Words = [new(query, 1)], Top = 10 }, Asker.Anonymous, CancellationToken.None);
                Kept(whole).Add([Stopwatch.GetElapsedTime(start).TotalMilliseconds]);
                if (round == 0)
                {
                    ourRanks += Reciprocal(found, passage);
                    theirRanks += Reciprocal(other, passage);
                    overlap += found.Intersect(other).Count();
                }
            }
        }

        return
        [
            Row(words, "**ours**", ours, ourRanks / count, null),
            Row(words, "ours, whole search with the passages read", whole, ourRanks / count, null),
            Row(words, "Lucene.Net 4.8.0-beta00017", theirs, theirRanks / count, overlap / (10.0 * count)),
        ];
    }

    private static (IndexSnapshot Snapshot, double Rate, double Megabytes) Build(IReadOnlyList<string> texts)
    {
        var before = IndexBenchmark.HeapMegabytes();
        var start = Stopwatch.GetTimestamp();
        var documents = (texts.Count + PerDocument - 1) / PerDocument;
        var snapshot = new IndexWriter(Analyzer, int.MaxValue).Load(
            Enumerable.Range(0, documents).Select(at => new StoredVersion(at, Version(at))),
            texts.Select((text, at) => ((long)(at / PerDocument), new StoredPassage(at, Passage(text, at)))),
            "",
            [],
            CancellationToken.None);
        var rate = texts.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (snapshot, rate, IndexBenchmark.HeapMegabytes() - before);
    }

    private static async Task<double> PublishAsync(LocalPassageIndex index, IReadOnlyList<string> texts)
    {
        var start = Stopwatch.GetTimestamp();
        for (var first = 0; first < texts.Count; first += PerDocument)
        {
            var version = Version(first / PerDocument);
            await index.StageAsync(version, [.. Enumerable.Range(first, Math.Min(PerDocument, texts.Count - first)).Select(at => Passage(texts[at], at))], CancellationToken.None);
            await index.PublishAsync(version, CancellationToken.None);
        }

        return texts.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int[] Ours(IndexSnapshot snapshot, string query)
    {
        var selection = snapshot.Select(Asker.Anonymous, [], IndexSnapshot.NoTags);
        using var scores = Bm25.Score(snapshot, selection, QueryWords.Of([new(query, 1)], Analyzer, snapshot.Lexicon));
        return [.. scores.Best(10, selection, snapshot.Ids).Select(score => score.Slot)];
    }

    private static DocumentVersion Version(int at) => new($"d{at}", $"d{at}.1", $"d{at}.md", "docs", [Asker.EveryonePrincipal], IndexSnapshot.NoTags);

    private static Passage Passage(string text, int at) => new()
    {
        Id = at.ToString("D8", CultureInfo.InvariantCulture),
        DocumentId = $"d{at / PerDocument}",
        DocumentName = $"d{at / PerDocument}.md",
        Collection = "docs",
        Title = "",
        Ordinal = at % PerDocument,
        Text = text,
        Language = "en",
    };

    private static (string Query, int Passage) Span(Random random, IReadOnlyList<string> texts, int count)
    {
        var passage = random.Next(texts.Count);
        var words = texts[passage].Split(' ');
        var start = random.Next(Math.Max(1, words.Length - count));
        return (string.Join(' ', words.Skip(start).Take(count)), passage);
    }

    private static double Reciprocal(int[] found, int passage) => Array.IndexOf(found, passage) is >= 0 and var rank ? 1.0 / (rank + 1) : 0;

    private static string Row(int words, string what, Timing timing, double ranks, double? overlap) => string.Create(
        CultureInfo.InvariantCulture, $"| {words} words of a passage | {what} | {timing.P50:0.000} | {timing.P95:0.000} | {ranks:0.000} | {overlap:0.000} |");

    private static string Built(string what, double rate, double? megabytes) =>
        string.Create(CultureInfo.InvariantCulture, $"| {what} | {rate:N0} | {megabytes:N0} |");
}
