using System.Runtime.CompilerServices;
using Assistant.Core;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Grounding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Orchestration.Answering;

/// <summary>Retrieve, ground, generate, check, cite, deliver: the second half of the house, in the order it runs.</summary>
internal sealed class AnswerFlow(
    IRetriever retriever, ISentenceScorer scorer, ITextAnalyzer analyzer, AnswerPrompt prompt, IOptions<AnsweringOptions> options, ILogger<AnswerFlow> logger)
{
    /// <summary>Answers; ends with one <see cref="AnswerUpdate.Finished"/> unless something breaks.</summary>
    /// <param name="question">The question with its earlier turns.</param>
    /// <param name="model">The model that writes, or null for quoted sentences.</param>
    /// <param name="progress">Told what an ending tells.</param>
    /// <param name="cancellationToken">Ends the answer.</param>
    public async IAsyncEnumerable<AnswerUpdate> AnswerAsync(Question question, AnsweringModel? model, AnswerProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = options.Value;
        yield return new AnswerUpdate.Working(AnswerStep.Searching);
        var found = (await retriever.RetrieveAsync(question, settings.Passages, RetrievalMode.Hybrid, cancellationToken)).Passages;

        EvidenceShelf shelf = new(new StatementReader(analyzer));
        var (quotes, agreement) = found.Count == 0
            ? new([], null)
            : await new ExtractiveAnswer(scorer, settings).QuoteAsync(question, found, shelf, cancellationToken);
        var match = QuestionMatch.Of(question, found, agreement, shelf);
        logger.Evidence(match.Comparable, match.Coverage, match.Agreement);
        if (!match.Suffices(settings))
        {
            yield return new AnswerUpdate.Words(NotFoundWords.For(question.Text));
            yield return progress.Ended(AnswerEnding.NotFound);
            yield break;
        }

        if (model is not null && await SourcesAsync(question, model, found, cancellationToken) is { Count: > 0 } sources)
        {
            yield return new AnswerUpdate.Working(AnswerStep.Reading);
            WrittenAnswer written = new(prompt, model, settings, progress, logger);
            await foreach (var update in written.DeliverAsync(question, sources, shelf, cancellationToken))
            {
                yield return update;
            }

            if (written.Shown > 0)
            {
                yield return progress.Ended(AnswerEnding.Grounded);
                yield break;
            }
        }

        CitationNumbers citations = new(shelf);
        for (var i = 0; i < quotes.Count; i++)
        {
            foreach (var update in citations.Deliver(SeparatorBefore(quotes, i), new(quotes[i].Text, [quotes[i].Passage])))
            {
                yield return update;
            }
        }

        if (quotes.Count == 0)
        {
            yield return new AnswerUpdate.Words(NotFoundWords.For(question.Text));
        }

        yield return progress.Ended(quotes.Count > 0 ? AnswerEnding.Extracted : AnswerEnding.NotFound);
    }

    private async ValueTask<IReadOnlyList<Source>> SourcesAsync(
        Question question, AnsweringModel model, IReadOnlyList<RankedPassage> found, CancellationToken cancellationToken)
    {
        var tokens = AnswerPrompt.PromptTokens(model.Budget, options.Value);
        var sources = await SourceSelection.SelectAsync(found, options.Value.Sources, tokens, prompt.Beside(question), model.Budget, cancellationToken);
        if (sources.Count == 0)
        {
            logger.NoSourceFits(model.Budget.Model, model.Budget.ContextTokens);
        }

        return sources;
    }

    private static string SeparatorBefore(IReadOnlyList<QuotedSentence> quotes, int at) =>
        at == 0 ? "" : quotes[at].Passage.DocumentId == quotes[at - 1].Passage.DocumentId ? " " : "\n\n";
}
