using Assistant.Server.CommandLine;
using Assistant.Server.Home;

namespace Assistant.Server.Composition;

/// <summary>A home opened for writing by a verb that ends by itself.</summary>
internal static class WritingRooms
{
    /// <summary>Opens it, mends what a crash left, and begins to take work of other processes too.</summary>
    /// <param name="context">Settings and home.</param>
    /// <param name="held">The writer's lock; passes to the result.</param>
    /// <param name="verb">What this process runs, for others to know.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<WritingHome> OpenAsync(VerbContext context, WriterLock held, string verb, CancellationToken cancellationToken)
    {
        var services = Rooms.Build(context, readOnly: false);
        try
        {
            await Rooms.OpenHomeAsync(services, cancellationToken);
            services.GetRequiredService<HomeUpkeep>().Start();
            var writer = services.GetRequiredService<HomeWriter>();
            var logger = services.GetRequiredService<ILogger<WritingHome>>();
            return WritingHome.Open(context.Home, held, verb, writer.DoAsync, services, context.Output.Note, logger);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }
}
