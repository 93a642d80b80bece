using Assistant.Inference.Downloads;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary>Shows how far a download is: a bar on a terminal, lines now and then elsewhere, JSON where that is wanted.</summary>
internal sealed class PullPrinter(VerbOutput output, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JsonEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(5);

    private readonly ProgressLine bar = ProgressLine.On(output);
    private readonly DownloadSpeed speed = new(time);
    private long? last;
    private string phase = "";

    /// <summary>Shows a step.</summary>
    public void Print(PullStep step)
    {
        switch (step)
        {
            case PullStep.Fetching { File: var file, Done: var done, Total: var total }:
                speed.Add(file, done);
                Tell(new(file, "fetching", done, total, speed.BytesPerSecond, null), done == total);
                break;
            case PullStep.Copying { File: var file, Done: var done, Total: var total }:
                speed.Add(file, done);
                Tell(new(file, "copying", done, total, speed.BytesPerSecond, null), done == total);
                break;
            case PullStep.Checking { File: var file, Done: var done, Total: var total }:
                Tell(new(file, "checking", done, total, null, null), done == total);
                break;
            case PullStep.Waiting { File: var file, Reason: var reason, Wait: var wait }:
                Note(new(file, "waiting", 0, 0, null, $"{reason}; trying again in {Math.Ceiling(wait.TotalSeconds):0} s"));
                break;
            case PullStep.Restarted { File: var file, Reason: var reason }:
                Note(new(file, "restarted", 0, 0, null, $"{reason}; beginning anew"));
                break;
            case PullStep.Placed { File: var file, Hash: var hash }:
                Note(new(file, "placed", 0, 0, null, $"whole, by its hash {hash}"));
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => bar.Dispose();

    private void Tell(PullProgress progress, bool isEnd)
    {
        // A new file or phase is shown at once; after that only as often as somebody can read it.
        var now = progress.File + progress.State;
        var every = output.Json ? JsonEvery : output.IsTerminal ? BarEvery : NoteEvery;
        if (now == phase && !isEnd && last is { } before && time.GetElapsedTime(before) < every)
        {
            return;
        }

        (phase, last) = (now, time.GetTimestamp());
        if (output.Json)
        {
            output.WriteJson(new(progress), WireJson.Shared.PullProgressLine);
        }
        else if (output.IsTerminal)
        {
            bar.Show(Words(progress), progress.Total > 0 ? (double)progress.Bytes / progress.Total : null);
        }
        else
        {
            output.Note(Words(progress));
        }
    }

    private void Note(PullProgress progress)
    {
        bar.Clear();
        if (output.Json)
        {
            output.WriteJson(new(progress), WireJson.Shared.PullProgressLine);
        }
        else
        {
            output.Note($"{progress.File}: {progress.Message}");
        }
    }

    private static string Words(PullProgress progress) =>
        $"{progress.State} {progress.File}: {Sizes.Of(progress.Bytes)}{(progress.Total > 0 ? $" of {Sizes.Of(progress.Total)}" : "")}"
        + (progress.BytesPerSecond is { } rate ? $", {rate / (1 << 20):0.0} MiB/s" : "");
}
