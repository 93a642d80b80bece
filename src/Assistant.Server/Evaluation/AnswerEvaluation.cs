using System.Diagnostics;
using System.Text;
using Assistant.Core;

namespace Assistant.Server.Evaluation;

/// <summary>Measures what the assistant answers, cites and refuses.</summary>
internal static class AnswerEvaluation
{
    /// <summary>Asks every question by itself and scores the answers.</summary>
    /// <param name="assistant">Who answers.</param>
    /// <param name="set">The questions.</param>
    /// <param name="home">The home that the set's documents were taken into.</param>
    /// <param name="model">The model by name, <c>extractive</c>, or null for the configured one.</param>
    /// <param name="answered">Told every answer as it is there.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<AnswerScoresOfSet> RunAsync(
        IAssistant assistant, EvaluationSet set, EvaluationHome home, string? model, Action<ScoredAnswer> answered, CancellationToken cancellationToken)
    {
        List<ScoredAnswer> answers = [];
        foreach (var question in set.Questions())
        {
            var scored = await AskAsync(assistant, question, home, model, cancellationToken);
            answers.Add(scored);
            answered(scored);
        }

        return AnswerScoresOfSet.Of(answers);
    }

    private static async Task<ScoredAnswer> AskAsync(
        IAssistant assistant, QuestionWithAnswers question, EvaluationHome home, string? model, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.GetTimestamp();
        StringBuilder text = new();
        List<Citation> citations = [];
        AnswerUpdate.Finished? finished = null;
        await foreach (var update in assistant.AskAsync(new(question.Question, Asker.Operator) { Model = model }, cancellationToken))
        {
            switch (update)
            {
                case AnswerUpdate.Words words:
                    text.Append(words.Text);
                    break;
                case AnswerUpdate.Cited cited when citations.TrueForAll(other => other.Number != cited.Citation.Number):
                    citations.Add(cited.Citation);
                    break;
                case AnswerUpdate.Finished end:
                    finished = end;
                    break;
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        var refused = finished is null or { Ending: AnswerEnding.NotFound or AnswerEnding.Declined or AnswerEnding.Failed };
        var answer = AnswerScores.WithoutMarks(text.ToString());
        var references = question.Answers ?? [];
        var supports = question.Support ?? [];
        var cites = refused ? [] : citations;

        bool Supports(Passage passage) =>
            home.SetIdOf(passage.DocumentName) == question.DocId
            || supports.Any(support => (support.DocId is null || support.DocId == home.SetIdOf(passage.DocumentName)) && Overlaps(passage.Text, support.Quote))
            || supports.Any(support => support.DocId == home.SetIdOf(passage.DocumentName));

        return new()
        {
            Id = question.Id,
            Question = question.Question,
            Unanswerable = question.Unanswerable,
            Ending = finished?.Ending ?? AnswerEnding.Failed,
            Refused = refused,
            Answer = text.ToString(),
            References = references,
            Model = finished?.Model ?? "",
            Contains = !refused && AnswerScores.Contains(answer, references, question.AllAnswersRequired),
            TokenF1 = refused ? 0 : AnswerScores.TokenF1(answer, references),
            Citations = [.. cites.Select(citation => new CitedPassage(citation.Number, home.SetIdOf(citation.Passage.DocumentName), citation.Quote, Supports(citation.Passage)))],
            SupportsFound = supports.Count(support => cites.Any(citation => Overlaps(citation.Passage.Text, support.Quote))),
            Supports = supports.Count,
            Dropped = finished?.Dropped ?? 0,
            ElapsedMs = elapsed,
        };
    }

    private static bool Overlaps(string passage, string quote) => AnswerScores.Holds(passage, quote) || AnswerScores.Holds(quote, passage);
}
