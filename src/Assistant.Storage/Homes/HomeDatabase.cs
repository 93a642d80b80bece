using System.Data.Common;
using Assistant.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Assistant.Storage.Homes;

/// <summary>Runs one piece of work on the opened home, with a connection of its own and faults that a person can act on.</summary>
internal sealed class HomeDatabase(HomeSchema home, IDbContextFactory<HomeContext> contexts)
{
    /// <summary>Runs work on the model.</summary>
    public Task<T> RunAsync<T>(Func<HomeContext, Task<T>> work, CancellationToken cancellationToken) => ExplainAsync(
        async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            return await work(context);
        },
        cancellationToken);

    /// <summary>Runs work on an open connection, given back to the pool afterwards.</summary>
    public Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => ExplainAsync(
        async () =>
        {
            await using SqliteConnection connection = new(SqliteHome.ConnectionString(home.DatabasePath));
            await connection.OpenAsync(cancellationToken);
            SqliteConnectionSettings.Apply(connection);
            return await work(connection);
        },
        cancellationToken);

    private async Task<T> ExplainAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await home.OpenAsync(cancellationToken);
        try
        {
            return await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && StorageFault.Explain(exception) is { } fault)
        {
            throw fault;
        }
    }
}
