using Microsoft.Extensions.AI;

namespace Assistant.Inference.Chat;

/// <summary>A chat model, wherever it runs: in this process, in the worker process, or on another server. Safe from many threads.</summary>
public interface IChatModel : IChatClient
{
    /// <summary>The model's name.</summary>
    string Model { get; }

    /// <summary>The context in tokens, prompt and answer together.</summary>
    int ContextTokens { get; }

    /// <summary>Makes the model ready, so that the first question need not wait for it, and finds out whether it can answer at all.</summary>
    /// <exception cref="LocalModelException">It can't.</exception>
    Task LoadAsync(CancellationToken cancellationToken = default);

    /// <summary>How many tokens each of the texts has in this model, all in one call. May load the model.</summary>
    /// <exception cref="LocalModelException">The model can't be loaded or reached.</exception>
    ValueTask<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}
