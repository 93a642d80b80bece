using System.Globalization;
using System.Runtime.InteropServices;

namespace Assistant.Benchmarks.Search;

/// <summary>The local index beside its peers in one run: vectors beside exact search and hnswlib, words beside Lucene.Net.</summary>
internal static class IndexBenchmark
{
    /// <summary>How often each query is asked; what is told is the median over all.</summary>
    public const int Rounds = 5;

    /// <summary>Runs it.</summary>
    /// <returns>A report in Markdown.</returns>
    public static async Task<string> RunAsync(IndexBenchmarkOptions options)
    {
        List<string> lines =
        [
            "# The local index beside its peers",
            "",
            string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}), {RuntimeInformation.FrameworkDescription}. One thread a query, {options.Queries} queries, {Rounds} rounds, medians."),
            "",
            "    dotnet run -c Release --project tests/Assistant.Benchmarks -- index --out docs/benchmarks/index.md",
            "",
        ];
        lines.AddRange(VectorBenchmark.Run(options));
        lines.Add("");
        lines.AddRange(await TextBenchmark.RunAsync(options));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Tells how far it is.</summary>
    public static void Tell(string what) => Console.Error.WriteLine(what);

    /// <summary>The managed heap in MB, after a collection.</summary>
    public static double HeapMegabytes() => GC.GetTotalMemory(forceFullCollection: true) / 1e6;
}
