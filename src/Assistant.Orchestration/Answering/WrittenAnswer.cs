using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Assistant.Core;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Grounding;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Assistant.Orchestration.Answering;

/// <summary>An answer that a model writes, sentence by sentence checked before it is shown. Good for one answer.</summary>
internal sealed partial class WrittenAnswer(AnswerPrompt prompt, AnsweringModel model, AnsweringOptions options, AnswerProgress progress, ILogger logger)
{
    // Small models circle: a sentence that comes a third time ends the writing.
    private const int MostRepeats = 2;

    /// <summary>How many sentences were shown.</summary>
    public int Shown { get; private set; }

    /// <summary>Whether the model said that the sources do not tell.</summary>
    public bool SaidNotKnowing { get; private set; }

    /// <summary>Writes, checks, cites, delivers.</summary>
    public async IAsyncEnumerable<AnswerUpdate> DeliverAsync(
        Question question, IReadOnlyList<Source> sources, EvidenceShelf shelf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SentenceChecker checker = new(question.Text, sources, shelf, options.SentenceCoverage);
        CitationNumbers citations = new(shelf);
        WrittenSentenceReader reader = new();
        Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
        var writing = false;

        await foreach (var update in prompt.WriteAsync(model, question, sources, AnswerPrompt.AnswerTokens(model.Budget, options), cancellationToken))
        {
            Count(update);
            if (update.Text.Length == 0)
            {
                continue;
            }

            if (!writing)
            {
                writing = true;
                yield return new AnswerUpdate.Working(AnswerStep.Writing);
            }

            foreach (var sentence in reader.Add(update.Text))
            {
                foreach (var delivered in Deliver(sentence, checker, citations, seen))
                {
                    yield return delivered;
                }
            }

            if (SaidNotKnowing || seen.Values.Any(times => times > MostRepeats))
            {
                logger.ModelRepeats();
                yield break;
            }
        }

        foreach (var delivered in reader.End().SelectMany(sentence => Deliver(sentence, checker, citations, seen)))
        {
            yield return delivered;
        }
    }

    private IEnumerable<AnswerUpdate> Deliver(WrittenSentence sentence, SentenceChecker checker, CitationNumbers citations, Dictionary<string, int> seen)
    {
        // Once it says that it does not know, whatever it adds is not from the sources.
        if (SaidNotKnowing)
        {
            return [];
        }

        if (WrittenWords.IsNotKnowing(sentence.Text))
        {
            SaidNotKnowing = Shown == 0;
            return [];
        }

        // A list that says the same under every number says it once.
        var said = ListMark().Replace(sentence.Text, "");
        seen[said] = seen.GetValueOrDefault(said) + 1;
        if (seen[said] > 1 || WrittenWords.IsTalk(sentence.Text))
        {
            return [];
        }

        if (checker.Check(sentence) is not { } carried)
        {
            progress.Dropped++;
            logger.SentenceDropped(sentence.Text);
            return [];
        }

        return citations.Deliver(Shown++ == 0 ? "" : sentence.Separator, carried);
    }

    private void Count(ChatResponseUpdate update)
    {
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            progress.Tokens = new(
                (int)(usage.Details.InputTokenCount ?? progress.Tokens.Prompt),
                (int)(usage.Details.CachedInputTokenCount ?? progress.Tokens.Cached),
                (int)(usage.Details.OutputTokenCount ?? progress.Tokens.Completion));
        }
    }

    [GeneratedRegex(@"^\s*(\d{1,3}[.)]|[-*•])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex ListMark();
}
