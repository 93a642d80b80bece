using Assistant.Core;
using Assistant.Inference;
using Assistant.Orchestration;

namespace Assistant.Server.Composition;

/// <summary>Finds the chat model that answers.</summary>
internal sealed class AnsweringModels(ChatModels models)
{
    /// <summary>Answers are quoted sentences.</summary>
    public const string Extractive = "extractive";

    /// <summary>The model of that name, or the configured one; null where answers are quoted sentences.</summary>
    /// <exception cref="AssistantException">
    /// A name was given, and there is no such model (<c>unknown_model</c>), or it cannot answer (<c>model_failed</c>).
    /// </exception>
    public async ValueTask<AnsweringModel?> FindAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is Extractive)
        {
            return null;
        }

        try
        {
            if (models.Find(name) is not { } model)
            {
                return name is null ? null : throw new AssistantException(
                    "unknown_model", $"There is no model '{name}'.", $"Known models: {string.Join(", ", models.Names.Append(Extractive))}.");
            }

            await model.LoadAsync(cancellationToken);
            return new(model, new ChatModelBudget(model));
        }
        catch (LlamaUnavailableException e)
        {
            throw new AssistantException("model_failed", $"Local models cannot run here: {e.Reason}", e.Hint, e);
        }
        catch (LocalModelException e)
        {
            throw new AssistantException("model_failed", e.Message, "'assistant models list' tells what each model file is good for.", e);
        }
    }
}
