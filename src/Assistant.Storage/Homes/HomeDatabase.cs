using Microsoft.EntityFrameworkCore;

namespace Assistant.Storage.Homes;

/// <summary>Runs one piece of work on the opened home, with a context of its own and faults that a person can act on.</summary>
internal sealed class HomeDatabase(HomeSchema home, IDbContextFactory<HomeContext> contexts)
{
    public async Task<T> RunAsync<T>(Func<HomeContext, Task<T>> work, CancellationToken cancellationToken)
    {
        await home.OpenAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            return await work(context);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && StorageFault.Explain(exception) is { } fault)
        {
            throw fault;
        }
    }
}
