using System.Globalization;
using System.Runtime.InteropServices;

namespace Assistant.Benchmarks.Engine;

/// <summary>The model engine beside llama.cpp's own server, on the same files and threads, in alternating rounds of one run.</summary>
internal static class EngineBenchmark
{
    private const string Usage = """
        Which part? engine model|throughput|prefix|socket|embeddings|soak, each with [--threads N] [--rounds N] [--models FILE...]
        and, where a peer is wanted, [--llama-server FILE] (or the environment variable LLAMA_SERVER).
        """;

    /// <summary>Runs one part of it.</summary>
    /// <returns>A section in Markdown, or null where the command line names no part.</returns>
    public static async Task<string?> RunAsync(string[] args)
    {
        var options = EngineBenchmarkOptions.Read(args);
        IEnumerable<string>? lines = args.ElementAtOrDefault(1) switch
        {
            "model" => [await RandomLlama.FileAsync(options)],
            "throughput" => await ThroughputBenchmark.RunAsync(options),
            "prefix" => await PrefixBenchmark.RunAsync(options),
            "socket" => await SocketBenchmark.RunAsync(options),
            "embeddings" => await EmbeddingBenchmark.RunAsync(options),
            "soak" => await SoakBenchmark.RunAsync(options),
            _ => null,
        };
        if (lines is null)
        {
            Console.Error.WriteLine(Usage);
            return null;
        }

        var where = string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}), {options.Threads} threads, load {Machine.Load()} at the end.");
        return string.Join('\n', [$"    engine {string.Join(' ', args.Skip(1).Select(ToFileName))}", "", where, "", .. lines]) + "\n";
    }

    /// <summary>Tells how far it is.</summary>
    public static void Tell(string what) => Console.Error.WriteLine(what);

    // Reports are committed: they name files, not the folders of the machine that they were made on.
    private static string ToFileName(string argument) => Path.IsPathRooted(argument) ? Path.GetFileName(argument) : argument;
}
