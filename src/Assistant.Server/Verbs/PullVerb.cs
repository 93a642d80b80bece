using Assistant.Inference;
using Assistant.Inference.Downloads;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models pull</c>: a model comes here, and it is told what it is good for.</summary>
internal sealed class PullVerb(ModelPuller puller, ModelShelf shelf, LlamaRuntime runtime, TimeProvider time, VerbOutput output)
{
    /// <summary>Pulls.</summary>
    public async Task<int> RunAsync(string model, PullChoices choices, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        PulledModel pulled;
        using (PullPrinter printer = new(output, time))
        {
            pulled = await puller.PullAsync(model, choices, printer.Print, cancellationToken);
        }

        var line = Line(pulled, Milliseconds.Of(time.GetElapsedTime(start)));
        if (output.Json)
        {
            output.WriteJson(new(line), WireJson.Shared.PullEnd);
            return ExitCodes.Done;
        }

        output.Line($"{(line.WasHere ? "already here" : "pulled")}  {line.Name} ({Sizes.Of(line.Bytes)}, {ModelWords.Kind(line.Kind)}{(line.ChatFormat is null ? "" : ", chat format " + line.ChatFormat)})");
        output.Line($"  file     {line.Path}");
        output.Line($"  {(line.InUse ? "in use" : "not used")}: {line.Reason}");
        if (line.Licence is not null)
        {
            output.Line($"  licence  {line.Licence}");
        }

        if (line.Accept is not null)
        {
            output.Line($"  {line.Accept}");
        }

        return ExitCodes.Done;
    }

    private PulledModelLine Line(PulledModel pulled, double elapsed)
    {
        var model = shelf.List().FirstOrDefault(model => model.Path == pulled.Path);
        return new(
            pulled.Name,
            pulled.Path,
            model?.Kind ?? ModelKind.Unreadable,
            pulled.Bytes,
            [.. pulled.Files.Select(file => file.Sha256)],
            pulled.Files[0].Repository,
            pulled.Files[0].Commit,
            pulled.Licence?.Name,
            pulled.Licence?.Accept,
            model?.ChatFormat,
            model is { IsChosen: true } && runtime.IsAvailable,
            model?.Reason ?? "it is not in the models folder",
            pulled.WasHere,
            elapsed);
    }
}
