using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Assistant.Core;
using Assistant.Orchestration.Answering;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Orchestration;

/// <summary>Takes questions, remembers conversations, and sees that every answer has exactly one ending.</summary>
/// <remarks>
/// A question that cannot be taken (<c>empty_question</c>, <c>question_too_long</c>, <c>unknown_collection</c>, <c>unknown_model</c>)
/// throws before the first update. Whatever breaks later ends the answer <see cref="AnswerEnding.Failed"/>: sentences that were
/// already shown had been checked and stay, and the reason says that more was to come.
/// </remarks>
internal sealed class KernelAssistant(
    AnswerFlow flow,
    FindAnsweringModel findModel,
    IConversationStore conversations,
    IOptions<AnsweringOptions> options,
    TimeProvider time,
    ILogger<KernelAssistant> logger,
    IDocumentCatalog? catalog = null) : IAssistant
{
    private const string Inside = "The answer could not be finished: the assistant or its model failed. Ask again; if it fails again, tell those who run it: their log says why.";
    private const string BrokenOff = "The answer broke off; the sentences above it were checked, but more was to come.";

    /// <inheritdoc/>
    public IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (string.IsNullOrWhiteSpace(question.Text))
        {
            throw new AssistantException("empty_question", "The question is empty.", "Type a question.");
        }

        if (question.Text.Length > Question.MaxLength)
        {
            throw new AssistantException(
                "question_too_long",
                $"The question has {question.Text.Length} characters; at most {Question.MaxLength} are taken.",
                "Shorten the question; long texts belong into a document.");
        }

        return EndedAsync(question, cancellationToken);
    }

    private async IAsyncEnumerable<AnswerUpdate> EndedAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Activities.StartActivity("answer");
        var asked = time.GetUtcNow();
        var started = time.GetTimestamp();
        StringBuilder shown = new();
        AnswerProgress progress = new();
        var nothingYet = true;
        AnswerUpdate.Finished? finished = null;
        await using var updates = FlowAsync(question, progress, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (finished is null)
        {
            AnswerUpdate update;
            try
            {
                update = await updates.MoveNextAsync() ? updates.Current : throw new InvalidOperationException("The flow ended without an ending.");
            }
            catch (AssistantException) when (nothingYet)
            {
                throw;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.AnswerFailed(e);
                activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
                update = progress.Ended(AnswerEnding.Failed, e is AssistantException ? e.Message : shown.Length > 0 ? BrokenOff : Inside);
            }

            nothingYet = false;
            if (update is AnswerUpdate.Words words)
            {
                shown.Append(words.Text);
            }

            finished = update as AnswerUpdate.Finished;
            if (finished is null)
            {
                yield return update;
            }
        }

        finished = await KeptAsync(question, shown.ToString(), finished, asked, cancellationToken);
        var elapsed = time.GetElapsedTime(started);
        Telemetry.Ended(finished, elapsed);
        logger.Answered(finished.Ending, finished.Model, finished.Dropped, elapsed.TotalMilliseconds);
        yield return finished;
    }

    private async IAsyncEnumerable<AnswerUpdate> FlowAsync(Question question, AnswerProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RefuseUnknownCollectionsAsync(question, cancellationToken);
        var model = question.Model == AnswerProgress.Extractive ? null : await findModel(question.Model, cancellationToken);
        progress.Model = model?.Budget.Model ?? AnswerProgress.Extractive;
        await foreach (var update in flow.AnswerAsync(await WithEarlierTurnsAsync(question, cancellationToken), model, progress, cancellationToken))
        {
            yield return update;
        }
    }

    private async Task RefuseUnknownCollectionsAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.Collections.Count == 0 || catalog is null)
        {
            return;
        }

        var known = await catalog.CollectionsAsync(cancellationToken);
        if (question.Collections.FirstOrDefault(collection => !known.Contains(collection, StringComparer.Ordinal)) is { } unknown)
        {
            throw new AssistantException("unknown_collection", $"There is no collection '{unknown}'.", "The documents page and `assistant documents list` name the collections.");
        }
    }

    private async Task<Question> WithEarlierTurnsAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.ConversationId is not { } conversation || question.EarlierTurns.Count > 0 || options.Value.EarlierTurns == 0)
        {
            return question;
        }

        var turns = await conversations.LastTurnsAsync(conversation, OwnerOf(question.Asker), options.Value.EarlierTurns, cancellationToken);
        return question with { EarlierTurns = [.. turns.Select(turn => turn.Question)] };
    }

    // An answer that was shown stays an answer when only the memory of it fails; a conversation of somebody else is told.
    private async Task<AnswerUpdate.Finished> KeptAsync(Question question, string shown, AnswerUpdate.Finished finished, DateTimeOffset asked, CancellationToken cancellationToken)
    {
        if (question.ConversationId is not { } conversation)
        {
            return finished;
        }

        try
        {
            await conversations.AppendAsync(conversation, OwnerOf(question.Asker), new(question.Text, shown, finished.Ending, asked), cancellationToken);
            return finished;
        }
        catch (AssistantException e)
        {
            return finished with { Ending = AnswerEnding.Failed, Reason = e.Message };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.TurnNotKept(e);
            return finished;
        }
    }

    private static string OwnerOf(Asker asker) => asker.ReadsAll ? "operator" : string.Join(' ', asker.Principals);
}
