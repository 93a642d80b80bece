using System.Net;
using System.Text.Json;
using Assistant.Inference.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Workers;

/// <summary>The inside of the worker process: models behind a socket, until the process that wanted them is gone.</summary>
public static class ModelWorkerHost
{
    // Requests come from one trusted process whose own limits stand before them.
    private const int NoLimit = 1 << 16;
    private const long MostBytes = 1 << 30;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    /// <summary>Reads the orders, serves, and returns when the orders' stream ends.</summary>
    /// <param name="orders">Standard input: one line of orders, then nothing until its end, which is the other process's end.</param>
    /// <param name="replies">Standard output: one line that says that it listens.</param>
    /// <param name="logging">Where logs go.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    /// <exception cref="LocalModelException">The first line is none of orders.</exception>
    public static async Task RunAsync(TextReader orders, TextWriter replies, Action<ILoggingBuilder> logging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(replies);
        var told = Read(await orders.ReadLineAsync(cancellationToken));
        var app = Build(told, logging);
        await app.StartAsync(cancellationToken);
        WorkerReady ready = new(told.Socket is null ? Port(app) : null);
        await replies.WriteLineAsync(JsonSerializer.Serialize(ready, WorkerJson.Default.WorkerReady).AsMemory(), cancellationToken);
        await replies.FlushAsync(cancellationToken);

        await EndOfAsync(orders, cancellationToken);
        await StopAsync(app);
    }

    private static WorkerOrders Read(string? line)
    {
        try
        {
            var orders = JsonSerializer.Deserialize(line ?? "", WorkerJson.Default.WorkerOrders)!;
            orders.Models.Hosting = LocalModelsOptions.InProcess;
            orders.Models.AvailableBytes = orders.AvailableBytes;
            return orders;
        }
        catch (JsonException e)
        {
            throw new LocalModelException("A worker is started by 'assistant' itself and told what to do on its standard input.", e);
        }
    }

    private static WebApplication Build(WorkerOrders orders, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A host that the system holds up for a while is no attacker.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            if (orders.Socket is { } socket)
            {
                kestrel.ListenUnixSocket(socket);
            }
            else
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });

        // A word leaves on the thread that has it: another one would have to be woken for each, on processors that compute.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddLogging(logging);
        builder.Services.AddLocalModels();
        builder.Services.AddSingleton(Options.Create(orders.Models));
        builder.Services.AddModelServing();
        builder.Services.AddSingleton(Options.Create(new ModelServingOptions
        {
            ApiKey = orders.Key,
            MaxBodyBytes = MostBytes,
            MaxMessages = NoLimit,
            MaxTexts = NoLimit,
            MaxTools = NoLimit,
            MaxRequests = NoLimit,
        }));
        var app = builder.Build();
        app.UseModelServing();
        return app;
    }

    private static int Port(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;

    // Standard input is read by blocking; a thread of its own does that, so that no thread of the pool is lost to it.
    private static async Task EndOfAsync(TextReader orders, CancellationToken cancellationToken)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread reading = new(() =>
        {
            try
            {
                while (orders.ReadLine() is not null)
                {
                }
            }
            catch (IOException)
            {
                // The same end, told in another way.
            }

            ended.TrySetResult();
        })
        {
            IsBackground = true,
            Name = "end of the host",
        };
        reading.Start();
        await using var registration = cancellationToken.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    // What computes is asked to stop; what doesn't listen must not hold the process that nobody waits for.
    private static async Task StopAsync(WebApplication app)
    {
        using CancellationTokenSource deadline = new(StopWithin);
        await using var guillotine = deadline.Token.Register(static () => Environment.Exit(1));
        await app.StopAsync(deadline.Token);
        await app.DisposeAsync();
    }
}
