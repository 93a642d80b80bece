using System.Text;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Home;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant ask</c>: an answer with citations, streamed to a terminal.</summary>
/// <remarks>
/// Runs beside a writer. A turn of a conversation is one short row, which SQLite's WAL lets any process add: only the index and
/// the catalogue have state in the writer's memory, so only they need the writer.
/// </remarks>
internal sealed class AskVerb(IAssistant assistant, IDocumentCatalog catalog, TimeProvider time, VerbOutput output)
{
    /// <summary>Asks and prints.</summary>
    public async Task<int> RunAsync(Question question, CancellationToken cancellationToken)
    {
        QuestionText.Check(question.Text);
        foreach (var collection in question.Collections)
        {
            await Collections.CheckAsync(catalog, collection, cancellationToken);
        }

        var unread = await UnreadAsync(question, cancellationToken);
        var started = time.GetTimestamp();
        StringBuilder answer = new();
        SortedDictionary<int, Citation> citations = [];
        TimeSpan? firstWords = null;
        AnswerUpdate.Finished? finished = null;
        await foreach (var update in assistant.AskAsync(question, cancellationToken))
        {
            switch (update)
            {
                case AnswerUpdate.Words(var text):
                    firstWords ??= time.GetElapsedTime(started);
                    answer.Append(text);
                    if (!output.Json)
                    {
                        output.Words(text);
                    }

                    break;
                case AnswerUpdate.Cited(var citation):
                    citations.TryAdd(citation.Number, citation);
                    break;
                case AnswerUpdate.Finished end:
                    finished = end;
                    break;
            }
        }

        if (finished is null)
        {
            throw new InvalidOperationException("An answer ended without telling how.");
        }

        AskReport report = new(
            question.Text,
            answer.ToString(),
            finished.Ending,
            [.. citations.Values.Select(AskCitation.Of)],
            finished.Model,
            finished.Dropped,
            new(finished.Tokens.Prompt, finished.Tokens.Cached, finished.Tokens.Completion),
            Milliseconds.Of(time.GetElapsedTime(started)),
            firstWords is { } first ? Milliseconds.Of(first) : null,
            question.ConversationId,
            finished.Reason);
        Print(report);
        if (unread > 0)
        {
            output.Note($"{unread:N0} {(unread == 1 ? "document is" : "documents are")} still to be read and {(unread == 1 ? "was" : "were")} not searched: a server or 'assistant ingest' reads on; ask again then.");
        }

        return finished.Ending == AnswerEnding.Failed ? ExitCodes.Failed : ExitCodes.Done;
    }

    // An answer from half of the documents looks like one from all of them.
    private async Task<int> UnreadAsync(Question question, CancellationToken cancellationToken) =>
        (await catalog.UnfinishedAsync(cancellationToken)).Count(document =>
            document.Version == 0
            && (question.Collections.Count == 0 || question.Collections.Contains(document.Collection))
            && (question.Asker.ReadsAll || document.ReadBy.Any(question.Asker.Principals.Contains)));

    private void Print(AskReport report)
    {
        if (output.Json)
        {
            output.WriteJson(report, WireJson.Shared.AskReport);
            return;
        }

        output.Line();
        if (report.Citations.Count > 0)
        {
            output.Line();
        }

        foreach (var citation in report.Citations)
        {
            var page = citation.Page is { } number ? $", page {number}" : "";
            var section = citation.Section.Length > 0 ? $", {citation.Section}" : "";
            output.Line($"[{citation.Number}] {citation.Collection}/{citation.Document}{page}{section}");
        }

        if (report.Ending is AnswerEnding.Failed or AnswerEnding.Declined && report.Reason is { } reason)
        {
            output.Fail("answer_failed", reason, hint: null);
        }

        // Quotes are nobody's words, whichever model was asked first.
        var model = report.Ending is AnswerEnding.Grounded or AnswerEnding.Acted ? $"{report.Model}, " : "";
        var dropped = report.Dropped > 0 ? $"{report.Dropped} sentences taken out by the check, " : "";
        output.Note($"{Words(report.Ending)} ({model}{dropped}{report.ElapsedMs / 1000:0.0} s)");
    }

    private static string Words(AnswerEnding ending) => ending switch
    {
        AnswerEnding.Grounded => "Checked against the sources",
        AnswerEnding.Extracted => "Quoted from the documents",
        AnswerEnding.NotFound => "Not found in the documents",
        AnswerEnding.Acted => "Done",
        AnswerEnding.Declined => "Declined",
        _ => "Failed",
    };
}
