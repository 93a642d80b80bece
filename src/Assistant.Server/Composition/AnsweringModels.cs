using Assistant.Core;
using Assistant.Inference;
using Assistant.Orchestration;

namespace Assistant.Server.Composition;

/// <summary>Finds the chat model that answers.</summary>
internal sealed class AnsweringModels(ModelShelf shelf, LlamaRuntime runtime)
{
    /// <summary>Answers are quoted sentences.</summary>
    public const string Extractive = "extractive";

    /// <summary>The model of that name, or the configured one; null where answers are quoted sentences.</summary>
    /// <exception cref="AssistantException">
    /// A name was given, and there is no such model (<c>unknown_model</c>), or it cannot answer (<c>model_failed</c>).
    /// </exception>
    public async ValueTask<AnsweringModel?> FindAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is Extractive || (name is null && (!runtime.IsAvailable || shelf.Answering is null)))
        {
            return null;
        }

        var model = name is null ? shelf.Answering! : Named(name);
        if (runtime.WhyNot is { } missing)
        {
            throw new AssistantException("model_failed", $"Local models cannot run here: {missing}", runtime.HowToMend);
        }

        try
        {
            var client = shelf.Client(model);
            await client.LoadAsync(cancellationToken);
            return new(client, new ChatModelBudget(client));
        }
        catch (LocalModelException e)
        {
            throw new AssistantException("model_failed", e.Message, "'assistant models list' tells what each model file is good for.", e);
        }
    }

    private ShelvedModel Named(string name) => shelf.Find(name) ?? throw new AssistantException(
        "unknown_model",
        $"There is no model '{name}'.",
        $"Known models: {string.Join(", ", shelf.List().Where(model => model.CanAnswer).Select(model => model.Name).Append(Extractive))}.");
}
