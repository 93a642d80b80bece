using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>What the soak talks to: the engine in this process or in its worker.</summary>
internal interface ISoakTarget : IAsyncDisposable
{
    /// <summary>Answers.</summary>
    IChatClient Chat { get; }

    /// <summary>Embeds.</summary>
    IEmbeddingGenerator<string, Embedding<float>> Embedder { get; }

    /// <summary>The process that holds the models; another one after each kill.</summary>
    int Process { get; }

    /// <summary>Ends the process that holds the models at once, or does nothing where that would be this process.</summary>
    /// <returns>Whether it was ended.</returns>
    bool Kill();

    /// <summary>Whether a request may fail so, because the process that answered it was ended.</summary>
    bool MayFail(Exception failure);
}
