using System.Net;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Home;

namespace Assistant.Server.Serving;

/// <summary><c>assistant serve</c>: one process that serves people and is the writer of its home.</summary>
internal sealed class ServeVerb(VerbContext context, IReadOnlyList<IPEndPoint> points, bool withSamples)
{
    // Ours for requests and handed-over work that go on when the server is told to stop; systemd kills after 90 s.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    /// <summary>Serves until told to stop, which is its normal end.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var home = context.Home;
        var held = await TakeLockAsync(home, cancellationToken);
        WritingHome? writing = null;
        try
        {
            MarkSamples(home);
            var app = ServerHost.Build(context, points);
            try
            {
                await Rooms.OpenHomeAsync(app.Services, cancellationToken);
                var writer = app.Services.GetRequiredService<HomeWriter>();
                writing = WritingHome.Open(
                    home, held, WriterAddress.Serve, writer.DoAsync, app, context.Output.Note, app.Services.GetRequiredService<ILogger<ServeVerb>>());
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }

            await Listening.StartAsync(app, cancellationToken);
            var urls = Listening.Addresses(app);
            writing.TellAddress(urls);
            context.Output.Note($"Assistant is ready at {string.Join(" and ", urls)} (Ctrl-C stops it).");
            await Listening.UntilAsync(cancellationToken);

            using CancellationTokenSource deadline = new(StopWithin);
            await writing.CloseAsync(deadline.Token);
            await app.StopAsync(deadline.Token);
            return ExitCodes.Done;
        }
        finally
        {
            if (writing is null)
            {
                held.Dispose();
            }
            else
            {
                await writing.DisposeAsync();
            }
        }
    }

    private void MarkSamples(string home)
    {
        var samples = SamplesWanted.In(home);
        if (!withSamples)
        {
            samples.Clear();
        }
        else if (!HomeFiles.Exist(home))
        {
            samples.Set();
        }
    }

    private async Task<WriterLock> TakeLockAsync(string home, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            if (WriterLock.TryTake(home) is { } held)
            {
                return held;
            }

            // A verb ends by itself; a server does not.
            if (WriterLock.AddressIn(home) is { Verb: WriterAddress.Serve } server)
            {
                var where = server.Urls.Count > 0 ? " at " + string.Join(" and ", server.Urls) : "";
                throw new AssistantException(
                    "already_served", $"This home is served already{where}.", "Use that server, or give another folder with --home.");
            }

            if (!told)
            {
                told = true;
                context.Output.Note("Another command writes to this home; the server starts when that is done.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }
}
