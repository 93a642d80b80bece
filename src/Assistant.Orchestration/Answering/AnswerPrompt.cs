using System.Runtime.CompilerServices;
using Assistant.Core;
using Assistant.Orchestration.Grounding;
using Assistant.Orchestration.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace Assistant.Orchestration.Answering;

/// <summary>The prompt function that writes answers. Safe for many threads.</summary>
internal sealed class AnswerPrompt
{
    // Room for what a chat format puts around two messages.
    private const int FormatTokens = 64;

    private const int SmallestAnswer = 16;

    private readonly string _template = PromptFiles.Read("answer.prompt.txt");
    private readonly KernelFunction _function;

    public AnswerPrompt() => _function = KernelFunctionFactory.CreateFromPrompt(_template, functionName: "answer");

    /// <summary>How many tokens an answer may have.</summary>
    public static int AnswerTokens(IPromptBudget budget, AnsweringOptions options) =>
        Math.Max(SmallestAnswer, Math.Min(options.MaxOutputTokens, budget.ContextTokens / 4));

    /// <summary>How many tokens sources and what stands beside them may have together.</summary>
    public static int PromptTokens(IPromptBudget budget, AnsweringOptions options) =>
        budget.ContextTokens - AnswerTokens(budget, options) - FormatTokens;

    /// <summary>What stands beside the sources, for its tokens to be counted.</summary>
    public string Beside(Question question) => _template + question.Text + Earlier(question);

    /// <summary>Lets the model write, word by word.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> WriteAsync(
        AnsweringModel model, Question question, IReadOnlyList<Source> sources, int answerTokens, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A kernel of its own, with this model and no plugin: what reads documents must not be able to act (house rule 2).
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatClient>(new NamedChatClient(model.Client, model.Budget.Model, CallerSign.Of(question)));
        var kernel = builder.Build();

        PromptExecutionSettings settings = new()
        {
            ExtensionData = new Dictionary<string, object> { ["temperature"] = 0f, ["max_tokens"] = answerTokens },
        };
        KernelArguments arguments = new(settings)
        {
            ["sources"] = string.Join('\n', sources.Select(source => source.Text)),
            ["earlier"] = PromptText.Safe(Earlier(question)),
            ["question"] = PromptText.Safe(question.Text),
        };

        await foreach (var update in _function.InvokeStreamingAsync<ChatResponseUpdate>(kernel, arguments, cancellationToken))
        {
            yield return update;
        }
    }

    // The person's own words only: what was answered before is no source.
    private static string Earlier(Question question) =>
        question.EarlierTurns.Count == 0 ? "" : $"Asked before:\n{string.Join('\n', question.EarlierTurns.Select(turn => "- " + turn))}\n";
}
