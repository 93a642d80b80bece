using System.CommandLine;
using Assistant.Inference.Runtimes;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The commands <c>models runtime list|add</c>.</summary>
internal static class RuntimeCommand
{
    private static readonly string[] Names = [.. new[] { ComputeBackend.Cuda12, ComputeBackend.Cuda13, ComputeBackend.Vulkan }.Select(RuntimeShelf.NameOf)];

    /// <summary>Makes them.</summary>
    public static Command Create(CommonOptions common) => new("runtime", "The native libraries that compute: the processor's and those for GPUs.") { List(common), Add(common) };

    private static Command List(CommonOptions common)
    {
        Command command = new("list", "What could compute here, what is missing for it and how to get it.");
        command.Runs(common, async (_, context, _) =>
        {
            await using var services = Rooms.Build(context, readOnly: true);
            return ActivatorUtilities.CreateInstance<RuntimeVerb>(services, context.Output).List();
        });
        return command;
    }

    private static Command Add(CommonOptions common)
    {
        Argument<string> name = new("NAME") { Description = $"One of: {string.Join(", ", Names)}." };
        name.AcceptOnlyFromAmong(Names);
        Option<string?> from = new("--from") { Description = "The package's archive, where it was fetched elsewhere ('npm pack').", HelpName = "FILE" };
        Command command = new("add", "Fetches the libraries for a GPU: by npm, from the registry that is set, or out of an archive (--from).") { name, from };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            await using var services = Rooms.Build(context, readOnly: true);
            return await ActivatorUtilities.CreateInstance<RuntimeVerb>(services, context.Output).AddAsync(
                Enum.Parse<ComputeBackend>(parsed.GetRequiredValue(name), ignoreCase: true), parsed.GetValue(from), cancellationToken);
        });
        return command;
    }
}
