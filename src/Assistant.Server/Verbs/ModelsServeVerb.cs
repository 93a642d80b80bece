using System.Net;
using Assistant.Inference;
using Assistant.Inference.Serving;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Serving;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models serve</c>: the local models as an OpenAI-compatible server.</summary>
/// <remarks>The models run in this very process: it is the one that may die without harm to others.</remarks>
internal sealed class ModelsServeVerb(VerbContext context, IReadOnlyList<IPEndPoint> points, string? key)
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <summary>Serves until told to stop, which is its normal end.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var app = Build();
        app.Services.GetService<IStartupValidator>()?.Validate();
        await Listening.StartAsync(app, cancellationToken);
        context.Output.Note($"The models' server is ready at {string.Join(" and ", Listening.Addresses(app))} (Ctrl-C stops it).");
        if (app.Services.GetRequiredService<LlamaRuntime>().WhyNot is { } missing)
        {
            context.Output.Note($"Local models cannot run here: {missing} {LlamaRuntime.Hint}");
        }

        await Listening.UntilAsync(cancellationToken);
        using CancellationTokenSource deadline = new(StopWithin);
        await app.StopAsync(deadline.Token);
        return ExitCodes.Done;
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(ModelsServeVerb).Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(context.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = kestrel.ApplicationServices.GetRequiredService<IOptions<ModelServingOptions>>().Value.MaxConnections;
            foreach (var point in points)
            {
                kestrel.Listen(point);
            }
        });
        var services = builder.Services;
        services.AddLogging(logging => logging
            .SetMinimumLevel(context.Verbose ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore", context.Verbose ? LogLevel.Information : LogLevel.Warning)
            .AddProvider(new StandardErrorLog(TimeProvider.System, context.Verbose)));
        services.AddLocalModels(models =>
        {
            models.Folder = models.Folder.Length > 0 ? models.Folder : context.ModelsFolder;
            models.RuntimesFolder = models.RuntimesFolder.Length > 0 ? models.RuntimesFolder : context.RuntimesFolder;
            models.Hosting = null;
        });
        services.AddModelServing(serving => serving.ApiKey = key);
        services.AddSingleton<IHostLifetime, VerbLifetime>();
        var app = builder.Build();
        if (key is null)
        {
            app.UseMiddleware<RequestGuard>();
        }

        app.UseModelServing();
        return app;
    }
}
