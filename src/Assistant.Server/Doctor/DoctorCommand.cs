using System.CommandLine;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Home;
using Assistant.Server.Lines;
using Assistant.Server.Serving;

namespace Assistant.Server.Doctor;

/// <summary>The command <c>doctor</c>.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Command command = new("doctor", "What is wrong and how to mend it.");
        command.Runs(common, async (_, context, cancellationToken) =>
        {
            DoctorVerb doctor = new(context.Output);
            ServiceProvider? services = null;
            await doctor.LookAsync("settings", () =>
            {
                services = Rooms.Build(context, readOnly: true);
                return new("settings", DoctorState.Ok, "The settings can be read.");
            }, cancellationToken);

            if (services is null)
            {
                return doctor.Finish();
            }

            await using (services)
            {
                await LookAsync(doctor, context, services, cancellationToken);
            }

            return doctor.Finish();
        });
        return command;
    }

    private static async Task LookAsync(DoctorVerb doctor, VerbContext context, ServiceProvider services, CancellationToken cancellationToken)
    {
        HomeChecks home = new(context.Home);
        await doctor.LookAsync("home", () => home.HomeAsync(cancellationToken), cancellationToken);
        await doctor.LookAsync("disk", home.Disk, cancellationToken);
        await doctor.LookAsync("database", () => home.DatabaseAsync(cancellationToken), cancellationToken);
        if (HomeFiles.Exist(context.Home))
        {
            await doctor.LookAsync(
                "documents", () => HomeChecks.DocumentsAsync(services.GetRequiredService<IDocumentCatalog>(), cancellationToken), cancellationToken);
        }

        var models = ActivatorUtilities.CreateInstance<ModelChecks>(services);
        await doctor.LookAsync("runtime", models.Runtime, cancellationToken);
        await doctor.LookAsync("embedder", () => models.EmbedderAsync(cancellationToken), cancellationToken);
        await doctor.LookAsync("chat_model", models.Chat, cancellationToken);
        await doctor.LookAsync("port", () => PortCheck.Look(ListenUrls.Of(context), WriterLock.AddressIn(context.Home)), cancellationToken);
        await doctor.LookAsync("samples", Samples, cancellationToken);
    }

    private static DoctorCheck Samples() => SampleHandbook.Folder is null
        ? new("samples", DoctorState.Warn, "The sample handbook is not beside the program; a new home begins empty.", "Install Assistant again if you want it.")
        : new("samples", DoctorState.Ok, "The sample handbook is there for a new home.");
}
