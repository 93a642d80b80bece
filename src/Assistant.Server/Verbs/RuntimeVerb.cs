using Assistant.Inference;
using Assistant.Inference.Runtimes;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models runtime list|add</c>: what could compute here, and how it gets here.</summary>
internal sealed class RuntimeVerb(
    RuntimeShelf shelf, RuntimeInstaller installer, LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, VerbOutput output)
{
    private const string Setting = $"{LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Backend)}";

    /// <summary>Lists the backends.</summary>
    public int List()
    {
        RuntimeList list = new(
            [.. shelf.List().Select(BackendLine.Of)],
            RuntimeShelf.NameOf(options.Value.Backend),
            RuntimeShelf.NameOf(runtime.Backend),
            RuntimeLine.Of(runtime));
        if (output.Json)
        {
            output.WriteJson(list, WireJson.Shared.RuntimeList);
            return ExitCodes.Done;
        }

        foreach (var line in list.Runtimes)
        {
            output.Line($"{line.Name,-8} {(line.Name == list.InUse ? "in use" : line.Usable ? "can be used" : line.Installed ? "can't be used" : "not here"),-14} {line.Folder}");
            foreach (var words in $"{line.Reason}\n{line.Hint}".Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                output.Line($"         {words}");
            }
        }

        output.Line($"{Setting} is {list.Setting}. {(list.Runtime.Available ? $"llama.cpp {list.Runtime.Version} from '{list.Runtime.Folder}'." : list.Runtime.Reason)}");
        return ExitCodes.Done;
    }

    /// <summary>Fetches the libraries of a backend.</summary>
    public async Task<int> AddAsync(ComputeBackend backend, string? archive, CancellationToken cancellationToken)
    {
        using (PullPrinter printer = new(output, time))
        {
            await installer.AddAsync(backend, archive is null ? null : Path.GetFullPath(archive), printer.Print, cancellationToken);
        }

        var isSet = options.Value.Backend == backend || options.Value.Backend is ComputeBackend.Auto;
        RuntimeAdded added = new(BackendLine.Of(shelf.Find(backend)), isSet ? null : $"{Setting}={RuntimeShelf.NameOf(backend)}");
        if (output.Json)
        {
            output.WriteJson(added, WireJson.Shared.RuntimeAdded);
            return ExitCodes.Done;
        }

        output.Line($"installed  {added.Backend.Name} in {added.Backend.Folder}");
        foreach (var words in $"{added.Backend.Reason}\n{added.Backend.Hint}".Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.Line($"  {words}");
        }

        if (added.Setting is not null)
        {
            output.Line($"Set {Setting} to {added.Backend.Name} (or auto) so that it computes.");
        }

        return ExitCodes.Done;
    }
}
