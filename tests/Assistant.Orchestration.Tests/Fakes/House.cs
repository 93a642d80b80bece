using Assistant.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>The room of answering with everything around it faked.</summary>
internal sealed class House : IDisposable
{
    private readonly ServiceProvider _services;

    public House(IRetriever retriever, ScriptedModel? model = null, Conversations? conversations = null, Action<AnsweringOptions>? configure = null)
    {
        Conversations = conversations ?? new();
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(retriever);
        services.AddSingleton<ISentenceScorer>(Scorer);
        services.AddSingleton<ITextAnalyzer, PlainAnalyzer>();
        services.AddSingleton<IConversationStore>(Conversations);
        if (model is not null)
        {
            services.AddSingleton<FindAnsweringModel>((_, _) => ValueTask.FromResult<AnsweringModel?>(model.Answering));
        }

        services.AddOrchestration(configure);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    public WordScorer Scorer { get; } = new();

    public Conversations Conversations { get; }

    public IAssistant Assistant => _services.GetRequiredService<IAssistant>();

    public async Task<Heard> AskAsync(Question question, CancellationToken cancellationToken = default)
    {
        List<AnswerUpdate> updates = [];
        await foreach (var update in Assistant.AskAsync(question, cancellationToken))
        {
            updates.Add(update);
        }

        return new(updates);
    }

    public Task<Heard> AskAsync(string question) => AskAsync(new Question(question, Asker.Operator));

    public void Dispose() => _services.Dispose();
}
