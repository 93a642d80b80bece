using Assistant.Core;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Composition;

/// <summary>A home opened for reading, beside a process that may be writing to it.</summary>
internal sealed class ReadingHome : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Task warming;

    private ReadingHome(ServiceProvider services, Task warming)
    {
        this.services = services;
        this.warming = warming;
    }

    /// <summary>Opens the home of a verb.</summary>
    /// <exception cref="AssistantException">There is no home (<c>no_home</c>), or a setting is wrong (<c>bad_configuration</c>).</exception>
    /// <param name="context">Settings and home.</param>
    /// <param name="needs">What the verb is going to need: it is loaded while the home is being opened.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<ReadingHome> OpenAsync(VerbContext context, Needs needs, CancellationToken cancellationToken)
    {
        if (!HomeFiles.Exist(context.Home))
        {
            throw new AssistantException(
                "no_home",
                $"There are no documents at '{context.Home}' yet.",
                "Run 'assistant serve' or 'assistant ingest PATH' first, or say where with --home.");
        }

        var isShipped = OneShotModels.AreShipped(context.Configuration);
        var services = Rooms.Build(context, readOnly: true, isShipped ? OneShotModels.Add : null);
        var warming = Task.WhenAll(
            needs >= Needs.Vectors ? Task.Run(() => OneShotModels.WarmAsync(services, isShipped, needs == Needs.Answers, cancellationToken), cancellationToken) : Task.CompletedTask,
            needs >= Needs.Passages ? Task.Run(() => services.GetRequiredService<IPassageIndex>().PublishedAsync(cancellationToken), cancellationToken) : Task.CompletedTask);
        ReadingHome home = new(services, warming);
        try
        {
            await Rooms.OpenHomeAsync(services, cancellationToken);
            return home;
        }
        catch
        {
            await home.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a verb from the home's services and where it prints.</summary>
    public T Make<T>(VerbOutput output)
        where T : class => ActivatorUtilities.CreateInstance<T>(services, output);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await warming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await services.DisposeAsync();
    }
}
