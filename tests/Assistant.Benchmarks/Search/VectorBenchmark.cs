using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Assistant.Core;
using Assistant.Retrieval.Index.Local;
using Assistant.Retrieval.Index.Local.Dense;
using Assistant.Retrieval.Index.Local.Storage;
using Assistant.Retrieval.Words;

namespace Assistant.Benchmarks.Search;

/// <summary>The ten nearest of many vectors.</summary>
internal static class VectorBenchmark
{
    private const int Top = 10;
    private const int PerDocument = 1_000;

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static IReadOnlyList<string> Run(IndexBenchmarkOptions options)
    {
        IndexBenchmark.Tell("drawing vectors");
        SyntheticVectors source = new();
        var vectors = Enumerable.Range(0, options.Passages).Select(_ => source.Next()).ToArray();
        var queries = Enumerable.Range(0, options.Queries).Select(_ => source.Next()).ToArray();
        var (usual, seconds, megabytes) = Build(vectors, bitsFrom: 50_000);
        var (codes, _, _) = Build(vectors, bitsFrom: int.MaxValue);
        IndexBenchmark.Tell("hnswlib-node");
        var hnsw = HnswPeer.Run(vectors, queries);

        IndexBenchmark.Tell("ours and exact, in turns");
        Timing exact = new(), bits = new(), bytes = new(), filtered = new();
        var (bitHits, byteHits) = (0, 0);
        var truth = new int[queries.Length][];
        for (var round = -1; round < IndexBenchmark.Rounds; round++)
        {
            // The round before the first warms everything up.
            Timing Kept(Timing timing) => round < 0 ? new() : timing;
            for (var query = 0; query < queries.Length; query++)
            {
                truth[query] = Kept(exact).Run(() => Exact(vectors, queries[query]));
                var byBits = Kept(bits).Run(() => Ours(usual, queries[query], []));
                var byCodes = Kept(bytes).Run(() => Ours(codes, queries[query], []));
                Kept(filtered).Run(() => Ours(usual, queries[query], ["c0"]));
                if (round == 0)
                {
                    bitHits += byBits.Intersect(truth[query]).Count();
                    byteHits += byCodes.Intersect(truth[query]).Count();
                }
            }
        }

        double wanted = queries.Length * Top;
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"## Vectors: {options.Passages:N0} x {SyntheticVectors.Dimensions}"),
            "",
            "| what | recall@10 | p50 ms | p95 ms | build s | MB |",
            "|---|---|---|---|---|---|",
            Row("exact, float32 (TensorPrimitives)", 1, exact, null, vectors.Length * SyntheticVectors.Dimensions * 4 / 1e6),
            Row("**ours, as it ships** (bits, then int8)", bitHits / wanted, bits, seconds, megabytes),
            Row("ours, int8 alone", byteHits / wanted, bytes, null, null),
            Row("ours, with a filter that 1 % pass", null, filtered, null, null),
        ];
        foreach (var run in hnsw?.Runs ?? [])
        {
            Timing times = new();
            times.Add(run.Times);
            var hits = run.Found.Zip(truth, (found, right) => found.Intersect(right).Count()).Sum();
            lines.Add(Row($"hnswlib-node 3.0.0, ef {run.Ef}", hits / wanted, times, hnsw!.Seconds, hnsw.Megabytes));
        }

        return lines;
    }

    private static (IndexSnapshot Snapshot, double Seconds, double Megabytes) Build(float[][] vectors, int bitsFrom)
    {
        var before = IndexBenchmark.HeapMegabytes();
        var start = Stopwatch.GetTimestamp();
        var documents = (vectors.Length + PerDocument - 1) / PerDocument;
        var versions = Enumerable.Range(0, documents).Select(at => new StoredVersion(
            at, new($"d{at}", $"d{at}.1", $"d{at}.md", $"c{at % 100}", [Asker.EveryonePrincipal], IndexSnapshot.NoTags)));
        var passages = Enumerable.Range(0, vectors.Length).Select(at => ((long)(at / PerDocument), new StoredPassage(at, new()
        {
            Id = at.ToString("D8", CultureInfo.InvariantCulture),
            DocumentId = $"d{at / PerDocument}",
            DocumentName = "",
            Collection = "",
            Title = "",
            Ordinal = at % PerDocument,
            Text = "",
        })));
        var snapshot = new IndexWriter(new TextAnalyzer(), bitsFrom)
            .Load(versions, passages, "test", vectors.Select((vector, at) => ((long)at, PackedVector.Of(vector))), CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (snapshot, seconds, IndexBenchmark.HeapMegabytes() - before);
    }

    private static int[] Ours(IndexSnapshot snapshot, float[] query, string[] collections) =>
        [.. DenseSearch.Best(snapshot, snapshot.Select(Asker.Anonymous, collections, IndexSnapshot.NoTags), new(query, snapshot.Vectors), Top).Select(score => score.Slot)];

    private static int[] Exact(float[][] vectors, float[] query)
    {
        PriorityQueue<int, float> best = new();
        for (var at = 0; at < vectors.Length; at++)
        {
            var cosine = TensorPrimitives.Dot(vectors[at], query);
            if (best.Count < Top)
            {
                best.Enqueue(at, cosine);
            }
            else if (best.TryPeek(out _, out var least) && cosine > least)
            {
                best.DequeueEnqueue(at, cosine);
            }
        }

        return [.. best.UnorderedItems.Select(item => item.Element)];
    }

    private static string Row(string what, double? recall, Timing timing, double? seconds, double? megabytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {recall:0.000} | {timing.P50:0.000} | {timing.P95:0.000} | {seconds:0.0} | {megabytes:N0} |");
}
