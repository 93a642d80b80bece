using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Assistant.Server.Serving;

/// <summary>Whether the home is open and its index is loaded: what <c>/readyz</c> tells.</summary>
internal sealed class HomeReadiness : IHealthCheck
{
    private volatile string? fault = "The home is being opened.";

    /// <summary>The index is loaded: questions are answered.</summary>
    public void Ready() => fault = null;

    /// <summary>Background work has stopped; searches go on.</summary>
    /// <param name="reason">Why.</param>
    public void Broken(string reason) => fault = reason;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(fault is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy("The home is open."));
}
