using Assistant.Core;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Composition;

/// <summary>A home opened for reading, beside a process that may be writing to it.</summary>
internal sealed class ReadingHome : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private ReadingHome(ServiceProvider services) => this.services = services;

    /// <summary>Opens the home of a verb.</summary>
    /// <exception cref="AssistantException">There is no home (<c>no_home</c>), or a setting is wrong (<c>bad_configuration</c>).</exception>
    public static async Task<ReadingHome> OpenAsync(VerbContext context, CancellationToken cancellationToken)
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
