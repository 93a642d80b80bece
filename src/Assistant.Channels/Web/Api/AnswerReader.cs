using System.Runtime.CompilerServices;
using Assistant.Core;
using Microsoft.Extensions.Logging;

namespace Assistant.Channels.Web;

/// <summary>Asks, and gives events that always end with exactly one ending, whatever the assistant does; only a cancelled one just stops.</summary>
internal sealed class AnswerReader(IAssistant assistant, TimeProvider time, ILogger<AnswerReader> logger)
{
    public async IAsyncEnumerable<AnswerEvent> ReadAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AnswerDraft draft = new(question, time);
        await using var updates = UpdatesAsync(question, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var (update, fault) = await NextAsync(updates, cancellationToken);
            switch (update)
            {
                case AnswerUpdate.Working working:
                    yield return new AnswerEvent.Step(working.Step);
                    break;

                case AnswerUpdate.Words { Text.Length: > 0 } words:
                    draft.Add(words.Text);
                    yield return new AnswerEvent.Words(words.Text);
                    break;

                case AnswerUpdate.Cited cited:
                    var entry = CitationEntry.From(cited.Citation);
                    if (draft.Add(entry) is { } mark)
                    {
                        yield return new AnswerEvent.Words(mark);
                    }

                    yield return new AnswerEvent.Cited(entry);
                    break;

                case AnswerUpdate.Finished finished:
                    yield return new AnswerEvent.Finished(draft.Whole(finished), Fault: null);
                    yield break;

                case null:
                    fault ??= ApiFault.Internal;
                    yield return new AnswerEvent.Finished(draft.Whole(new(AnswerEnding.Failed) { Reason = Spoken(fault) }), fault);
                    yield break;
            }
        }
    }

    private static string Spoken(ApiFault fault) => fault.Hint is null ? fault.Message : fault.Message + " " + fault.Hint;

    // An assistant that throws before it gives its stream then fails at the first step, like any other.
    private async IAsyncEnumerable<AnswerUpdate> UpdatesAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in assistant.AskAsync(question, cancellationToken))
        {
            yield return update;
        }
    }

    private async ValueTask<(AnswerUpdate? Update, ApiFault? Fault)> NextAsync(
        IAsyncEnumerator<AnswerUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            if (await updates.MoveNextAsync())
            {
                return (updates.Current, null);
            }

            logger.AnswerWithoutEnding();
            return (null, ApiFault.Internal);
        }
        catch (AssistantException e)
        {
            return (null, ApiFault.From(e));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.AnswerFailed(e);
            return (null, ApiFault.Internal);
        }
    }
}
