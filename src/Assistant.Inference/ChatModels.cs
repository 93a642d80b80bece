using Assistant.Inference.Chat;
using Assistant.Inference.Remote;
using Assistant.Inference.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Inference;

/// <summary>The chat models that can be asked, wherever they run. Safe from many threads.</summary>
public sealed class ChatModels
{
    private readonly ModelShelf shelf;
    private readonly LlamaRuntime runtime;
    private readonly WorkerModels worker;
    private readonly RemoteModels remote;

    /// <summary>Takes its parts from the container; nothing is loaded or started.</summary>
    public ChatModels(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        shelf = services.GetRequiredService<ModelShelf>();
        runtime = services.GetRequiredService<LlamaRuntime>();
        worker = services.GetRequiredService<WorkerModels>();
        remote = services.GetRequiredService<RemoteModels>();
    }

    /// <summary>The name of the model that answers; null where none can.</summary>
    public string? AnsweringName => remote.Chat?.Model ?? (runtime.IsAvailable ? shelf.Answering?.Name : null);

    /// <summary>Whether a model on another server answers, as the settings name it.</summary>
    public bool AnswersElsewhere => remote.Chat is not null;

    /// <summary>The names of all models that can answer.</summary>
    public IReadOnlyList<string> Names =>
        [.. remote.Chat is { } far ? (string[])[far.Model] : [], .. shelf.List().Where(model => model.CanAnswer).Select(model => model.Name)];

    /// <summary>The model of that name.</summary>
    /// <param name="name">A name of <see cref="Names"/> or a path on the shelf; null for the one that answers.</param>
    /// <returns>The model; null where there is none of that name, or none that answers.</returns>
    /// <exception cref="LocalModelException">It can't answer; the message says why.</exception>
    public IChatModel? Find(string? name = null)
    {
        if (remote.Chat is { } far && (name is null || string.Equals(name, far.Model, StringComparison.OrdinalIgnoreCase)))
        {
            return far;
        }

        var model = name is not null ? shelf.Find(name) : runtime.IsAvailable ? shelf.Answering : null;
        if (model is null)
        {
            return null;
        }

        if (runtime.WhyNot is { } missing)
        {
            throw new LlamaUnavailableException(missing, LlamaRuntime.Hint);
        }

        return worker.AreWanted && model.CanAnswer ? worker.Chat(model) : shelf.Client(model);
    }
}
