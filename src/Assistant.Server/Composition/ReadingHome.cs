using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Workers;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Composition;

/// <summary>A home opened for reading, beside a process that may be writing to it.</summary>
internal sealed class ReadingHome : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private ReadingHome(ServiceProvider services) => this.services = services;

    /// <summary>Opens the home of a verb.</summary>
    /// <exception cref="AssistantException">There is no home (<c>no_home</c>), or a setting is wrong (<c>bad_configuration</c>).</exception>
    /// <param name="context">Settings and home.</param>
    /// <param name="withModels">Whether the verb is going to need a model: its process starts while the home is being opened.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<ReadingHome> OpenAsync(VerbContext context, bool withModels, CancellationToken cancellationToken)
    {
        if (!HomeFiles.Exist(context.Home))
        {
            throw new AssistantException(
                "no_home",
                $"There are no documents at '{context.Home}' yet.",
                "Run 'assistant serve' or 'assistant ingest PATH' first, or say where with --home.");
        }

        var services = Rooms.Build(context, readOnly: true);
        try
        {
            if (withModels && services.GetRequiredService<LlamaRuntime>().IsAvailable)
            {
                services.GetRequiredService<WorkerSupervisor>().Warm();
            }

            await Rooms.OpenHomeAsync(services, cancellationToken);
            return new(services);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a verb from the home's services and where it prints.</summary>
    public T Make<T>(VerbOutput output)
        where T : class => ActivatorUtilities.CreateInstance<T>(services, output);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
