using System.Net;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Lines;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Assistant.Server.Serving;

/// <summary>Builds the web server.</summary>
internal static class ServerHost
{
    // For JSON; the endpoint that takes uploads raises it for itself.
    private const long MaxBodyBytes = 1024 * 1024;

    /// <summary>The server with its routes, not started.</summary>
    /// <param name="context">Settings and home.</param>
    /// <param name="points">Where it listens.</param>
    public static WebApplication Build(VerbContext context, IReadOnlyList<IPEndPoint> points)
    {
        // Empty: no settings file, environment variable or console lifetime gets in that is not ours.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(ServerHost).Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(context.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            foreach (var point in points)
            {
                kestrel.Listen(point);
            }
        });

        var services = builder.Services;
        Rooms.Add(services, context, readOnly: false, quietLevel: LogLevel.Information);
        if (!context.Verbose)
        {
            // Ours tells what happens; the web server tells of every request, and a health check that isn't ready yet tells whoever asks. Who wants that sets a level.
            builder.Logging
                .AddFilter("Microsoft", LogLevel.Warning)
                .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical)
                .AddConfiguration(context.Configuration.GetSection("Logging"));
        }

        services.AddRouting();
        services.AddWebChannel();
        services.AddSingleton<IHostLifetime, VerbLifetime>();
        services.AddSingleton<HomeReadiness>();
        services.AddSingleton<SampleHandbook>();
        services.AddSingleton(SamplesWanted.In(context.Home));
        services.AddHostedService<HomeService>();
        services.AddHealthChecks()
            .AddCheck<CatalogHealth>("database", tags: ["live"])
            .AddCheck<HomeReadiness>("home", tags: ["ready"])
            .AddCheck<ModelWorkerHealth>("models", tags: ["ready"]);

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ExplainAsync });
        app.UseMiddleware<RequestGuard>();
        app.UseRouting();
        app.MapHealthChecks("/healthz", Tagged("live"));
        app.MapHealthChecks("/readyz", Tagged("ready"));
        app.MapWebChannel();
        return app;
    }

    private static HealthCheckOptions Tagged(string tag) => new()
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = WriteHealthAsync,
    };

    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        HealthLine line = new(
            report.Status == HealthStatus.Unhealthy ? "fail" : "ok",
            report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString(), StringComparer.Ordinal));
        return context.Response.WriteAsJsonAsync(line, WireJson.Shared.HealthLine, cancellationToken: context.RequestAborted);
    }

    // What no endpoint explained: the cause goes to the log, the caller gets no stack trace.
    private static Task ExplainAsync(HttpContext context)
    {
        var known = Failures.Explain(context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error);
        ErrorReport report = known.Code == "unexpected"
            ? new(new("unexpected", "Something went wrong that should not have.", "The server's log tells more."))
            : new(new(known.Code, known.Message, known.Hint));
        return context.Response.WriteAsJsonAsync(report, WireJson.Shared.ErrorReport, cancellationToken: context.RequestAborted);
    }
}
