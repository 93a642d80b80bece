using Assistant.Inference.Chat;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>Makes the parts of this room as the program would, on models of a test. Skips where the native libraries are not here.</summary>
internal static class Local
{
    public static LlamaRuntime Runtime(string? folder = null) =>
        new(Options.Create(new LocalModelsOptions { RuntimeFolder = folder }), NullLogger<LlamaRuntime>.Instance);

    public static LlamaRuntime RuntimeOrSkip()
    {
        var runtime = Runtime();
        Assert.SkipUnless(runtime.IsAvailable, $"Local models can't run here: {runtime.WhyNot}");
        return runtime;
    }

    public static LlamaModel Load(string path, bool vocabularyOnly = false) =>
        LlamaModel.Load(RuntimeOrSkip(), GgufFile.Open(path), NullLogger.Instance, TestContext.Current.CancellationToken, vocabularyOnly);

    public static LocalChatClient Chat(string path, Action<LocalModelsOptions>? configure = null, ILogger<LocalChatClient>? logger = null)
    {
        LocalModelsOptions options = new() { Threads = 1 };
        configure?.Invoke(options);
        return new(GgufFile.Open(path), RuntimeOrSkip(), Options.Create(options), TimeProvider.System, logger ?? NullLogger<LocalChatClient>.Instance);
    }

    public static LocalEmbeddingGenerator Embedder(Action<LocalModelsOptions>? configure = null)
    {
        LocalModelsOptions options = new();
        configure?.Invoke(options);
        return new(RuntimeOrSkip(), Options.Create(options), TimeProvider.System, NullLogger<LocalEmbeddingGenerator>.Instance);
    }
}
