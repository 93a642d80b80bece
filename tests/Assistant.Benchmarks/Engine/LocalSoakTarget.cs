using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Benchmarks.Engine;

/// <summary>The engine in this process.</summary>
internal sealed class LocalSoakTarget : ISoakTarget
{
    private readonly LocalChatClient chat;
    private readonly LocalEmbeddingGenerator embedder;

    /// <summary>Takes the models; they are loaded at first use.</summary>
    public LocalSoakTarget(EngineBenchmarkOptions options, Action<LocalModelsOptions> configure)
    {
        LocalModelsOptions settings = new();
        configure(settings);
        chat = new(GgufFile.Open(options.Models()[0]), LocalChatEngine.Runtime, Options.Create(settings), TimeProvider.System, NullLogger<LocalChatClient>.Instance);
        embedder = new(LocalChatEngine.Runtime, Options.Create(settings), TimeProvider.System, NullLogger<LocalEmbeddingGenerator>.Instance);
    }

    /// <inheritdoc/>
    public IChatClient Chat => chat;

    /// <inheritdoc/>
    public IEmbeddingGenerator<string, Embedding<float>> Embedder => embedder;

    /// <inheritdoc/>
    public int Process => Environment.ProcessId;

    /// <inheritdoc/>
    public bool Kill() => false;

    /// <inheritdoc/>
    public bool MayFail(Exception failure) => false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        chat.Dispose();
        await embedder.DisposeAsync();
    }
}
