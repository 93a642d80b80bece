using System.Globalization;

namespace Assistant.Benchmarks.Engine;

/// <summary>The command line of the engine's benchmarks.</summary>
internal sealed class EngineBenchmarkOptions
{
    private readonly string[] args;

    private EngineBenchmarkOptions(string[] args) => this.args = args;

    /// <summary>Threads of one computation, ours and the peer's.</summary>
    public int Threads => Number("--threads", Environment.ProcessorCount);

    /// <summary>The peer's program.</summary>
    public string LlamaServer => Text("--llama-server", "LLAMA_SERVER")
        ?? throw new ArgumentException("Where is llama-server? Say it with --llama-server or the environment variable LLAMA_SERVER.");

    /// <summary>A GGUF file with LLaMA 3's vocabulary, such as llama.cpp's models/ggml-vocab-llama-bpe.gguf.</summary>
    public string Vocabulary => Text("--vocabulary", "LLAMA_VOCABULARY")
        ?? throw new ArgumentException("Where is LLaMA 3's vocabulary? Say it with --vocabulary or the environment variable LLAMA_VOCABULARY.");

    /// <summary>Where models that are made here are kept from run to run.</summary>
    public string Folder => Directory.CreateDirectory(Text("--folder", "ASSISTANT_BENCHMARK_FOLDER") ?? Path.Combine(Path.GetTempPath(), "assistant-benchmarks")).FullName;

    /// <summary>Reads it.</summary>
    public static EngineBenchmarkOptions Read(string[] args) => new(args);

    /// <summary>Whether a switch is there.</summary>
    public bool Has(string name) => Array.IndexOf(args, name) >= 0;

    /// <summary>A number, or the usual one.</summary>
    public int Number(string name, int usual) => Text(name, variable: null) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    /// <summary>Numbers separated by commas, or the usual ones.</summary>
    public int[] Numbers(string name, params int[] usual) =>
        Text(name, variable: null) is { } text ? [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))] : usual;

    /// <summary>The chat models to run with: those of --models, else SmolLM2 of the team's folder.</summary>
    public IReadOnlyList<string> Models() =>
        Array.IndexOf(args, "--models") is >= 0 and var at
            ? [.. args.Skip(at + 1).TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal))]
            : [Small()];

    /// <summary>Runs something with each of the chat models.</summary>
    /// <returns>What it reports, one after the other.</returns>
    public async Task<IReadOnlyList<string>> ForEachModelAsync(Func<string, Task<List<string>>> run)
    {
        List<string> lines = [];
        foreach (var model in Models())
        {
            lines.AddRange(await run(model));
        }

        return lines;
    }

    /// <summary>The small chat model with real weights.</summary>
    public static string Small() => Path.GetFullPath(TestKit.Repository.PathOf("..", "shared", "models", "SmolLM2-135M-Instruct.Q4_1.gguf"));

    private string? Text(string name, string? variable) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1]
            : variable is not null && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
            : null;
}
