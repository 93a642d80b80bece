using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Home;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary>Prints what happens while a home is changed, here or in the process that writes to it: both look the same.</summary>
internal sealed class WorkPrinter(VerbOutput output, TimeProvider time)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(2);

    private long lastNote = time.GetTimestamp();
    private int done;
    private int failed;

    /// <summary>Prints to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> PrintAsync(IAsyncEnumerable<WorkEvent> events, CancellationToken cancellationToken)
    {
        using var progress = ProgressLine.On(output);
        await foreach (var happened in events.WithCancellation(cancellationToken))
        {
            switch (happened)
            {
                case WorkEvent.Document(var line):
                    Print(line, progress);
                    break;
                case WorkEvent.Progress step:
                    Tell(progress, $"{step.Step}: {step.Done:N0} of {step.Total:N0}{(step.PerSecond is { } speed ? $", {speed:N1} a second" : "")}", step.Total > 0 ? (double)step.Done / step.Total : null);
                    break;
                case WorkEvent.Note(var text):
                    progress.Clear();
                    output.Note(text);
                    break;
                case WorkEvent.Summary(var end):
                    progress.Clear();
                    Print(end);
                    break;
                case WorkEvent.Documents(var list):
                    progress.Clear();
                    Print(list);
                    break;
                case WorkEvent.Failed(var error):
                    progress.Clear();
                    output.Fail(error.Code, error.Message, error.Hint);
                    break;
                case WorkEvent.Exit(var code):
                    return code;
            }
        }

        throw new InvalidOperationException("Work ended without an exit.");
    }

    private void Print(IngestLine line, ProgressLine progress)
    {
        done++;
        failed += line.Status == IngestStatus.Failed ? 1 : 0;
        if (output.Json)
        {
            output.WriteJson(line, WireJson.Shared.IngestLine);
        }
        else if (line.Status is IngestStatus.Failed)
        {
            progress.Clear();
            output.Line($"failed     {line.Document}: {line.Reason}");
        }
        else if (!output.IsTerminal && !output.Quiet && line.Status is not IngestStatus.Unchanged)
        {
            output.Line($"{Word(line.Status),-10} {line.Document}{(line.Status is IngestStatus.Ready ? $" ({Passages(line.Passages)})" : "")}");
        }

        if (output.IsTerminal || output.Json)
        {
            Tell(progress, failed == 0 ? $"{done:N0} documents" : $"{done:N0} documents, {failed:N0} failed", share: null);
        }
    }

    private void Print(IngestEnd end)
    {
        if (output.Json)
        {
            output.WriteJson(end, WireJson.Shared.IngestEnd);
            return;
        }

        var summary = end.Summary;
        output.Line(
            $"{summary.Ready} ready, {summary.Failed} failed, {summary.Unchanged} unchanged, {summary.Deleted} deleted; "
            + $"{Passages(summary.Passages)} in {summary.ElapsedMs / 1000:0.0} s");
    }

    private void Print(DocumentList list)
    {
        if (output.Json)
        {
            output.WriteJson(list, WireJson.Shared.DocumentList);
            return;
        }

        foreach (var document in list.Documents)
        {
            output.Line($"{document.State,-10} {document.Collection}/{document.Name}{(document.State == "failed" ? ": " + document.Reason : "")}");
        }

        if (list.Documents.Count == 0)
        {
            output.Note("There was nothing to do.");
        }
    }

    // A progress bar on a terminal; elsewhere a line now and then, on standard error.
    private void Tell(ProgressLine progress, string text, double? share)
    {
        if (output.IsTerminal)
        {
            progress.Show(text, share);
        }
        else if (time.GetElapsedTime(lastNote) >= NoteEvery)
        {
            lastNote = time.GetTimestamp();
            output.Note(text);
        }
    }

    private static string Passages(int count) => count == 1 ? "1 passage" : $"{count} passages";

    private static string Word(IngestStatus status) => status switch
    {
        IngestStatus.Ready => "ready",
        IngestStatus.Deleted => "deleted",
        IngestStatus.Unchanged => "unchanged",
        _ => "failed",
    };
}
