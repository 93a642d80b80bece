using Assistant.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Assistant.Server.Serving;

/// <summary>Whether the home's database answers: what <c>/healthz</c> tells.</summary>
internal sealed class CatalogHealth(IDocumentCatalog catalog) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await catalog.CollectionsAsync(cancellationToken);
        return HealthCheckResult.Healthy("The database answers.");
    }
}
