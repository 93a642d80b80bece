using Assistant.Core;
using Assistant.Orchestration;
using Assistant.Orchestration.Answering;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room that answers.</summary>
public static class OrchestrationServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IAssistant"/>. Needs <see cref="IRetriever"/>, <see cref="ISentenceScorer"/>, <see cref="ITextAnalyzer"/> and <see cref="IConversationStore"/>.</summary>
    /// <remarks>Without a <see cref="FindAnsweringModel"/> of the caller there is no model, and answers are quoted sentences.</remarks>
    public static IServiceCollection AddOrchestration(this IServiceCollection services, Action<AnsweringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<AnsweringOptions>()
            .BindConfiguration(AnsweringOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FindAnsweringModel>((name, _) => name is null
            ? ValueTask.FromResult<AnsweringModel?>(null)
            : throw new AssistantException("unknown_model", $"There is no model '{name}' here.", "Leave the model out, or ask for 'extractive'."));
        services.TryAddSingleton<AnswerPrompt>();
        services.TryAddSingleton<AnswerFlow>();
        services.TryAddSingleton<IAssistant, KernelAssistant>();
        return services;
    }
}
