using System.Globalization;
using Assistant.Inference.Workers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Assistant.Server.Serving;

/// <summary>How the process of the local models is. Without it questions are still answered, so it never makes the server unready.</summary>
internal sealed class ModelWorkerHealth(WorkerSupervisor worker) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(worker.Status switch
    {
        _ when !worker.IsWanted => HealthCheckResult.Healthy("Local models run in this process."),
        { State: WorkerState.Failed } status => HealthCheckResult.Degraded($"The model worker has failed ({status.Failures} in all). {status.LastFault}"),
        { State: WorkerState.Running } status => HealthCheckResult.Healthy(string.Create(
            CultureInfo.InvariantCulture, $"The model worker runs as process {status.ProcessId} and takes {status.MemoryBytes >> 20} MiB.")),
        { State: WorkerState.Starting } => HealthCheckResult.Healthy("The model worker is being started."),
        _ => HealthCheckResult.Healthy("The model worker starts when it is needed."),
    });
}
