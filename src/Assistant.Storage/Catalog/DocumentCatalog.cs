using Assistant.Core;
using Assistant.Storage.Homes;
using Microsoft.EntityFrameworkCore;

namespace Assistant.Storage.Catalog;

/// <summary>The catalogue in the home's database.</summary>
internal sealed class DocumentCatalog(HomeDatabase database, TimeProvider time) : IDocumentCatalog
{
    // Looking rows up by id takes one parameter each; SQLite allows 32,766 and PostgreSQL 65,535.
    private const int LookupSize = 500;

    public async Task<DocumentRecord?> FindAsync(string documentId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documentId);
        var row = await database.RunAsync(
            context => context.Documents.AsNoTracking().FirstOrDefaultAsync(row => row.Id == documentId, cancellationToken), cancellationToken);
        return row?.ToRecord();
    }

    public async Task<IReadOnlyList<DocumentRecord>> ListAsync(string? collection, CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(
            context => context.Documents.AsNoTracking().Where(row => collection == null || row.Collection == collection).ToListAsync(cancellationToken),
            cancellationToken);

        // Sorted here, so that the order is ordinal whatever collation the database has.
        return [.. rows.Select(DocumentRows.ToRecord)
            .OrderBy(document => document.Collection, StringComparer.Ordinal)
            .ThenBy(document => document.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<DocumentRecord>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(
            context => context.Documents.AsNoTracking()
                .Where(row => row.State == DocumentRows.Queued || row.State == DocumentRows.Processing)
                .OrderBy(row => row.UpdatedAt).ThenBy(row => row.Id)
                .ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(DocumentRows.ToRecord)];
    }

    public async Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken)
    {
        var names = await database.RunAsync(
            context => context.Documents.Select(row => row.Collection).Distinct().ToListAsync(cancellationToken), cancellationToken);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    public async Task SaveAsync(IReadOnlyList<DocumentRecord> documents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();

        // The last record of an id wins, as if they had been saved one after another.
        var rows = documents.Select(document => document.ToRow(now)).GroupBy(row => row.Id, StringComparer.Ordinal).Select(same => same.Last()).ToArray();
        await database.RunAsync(
            async context =>
            {
                // SQLite takes the write lock here (BEGIN IMMEDIATE), so what is read below cannot change before the commit.
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                foreach (var part in rows.Chunk(LookupSize))
                {
                    var ids = part.Select(row => row.Id).ToArray();
                    var known = (await context.Documents.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken))
                        .ToHashSet(StringComparer.Ordinal);
                    foreach (var row in part)
                    {
                        context.Entry(row).State = known.Contains(row.Id) ? EntityState.Modified : EntityState.Added;
                    }
                }

                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documentId);
        return database.RunAsync(
            async context => await context.Documents.Where(row => row.Id == documentId).ExecuteDeleteAsync(cancellationToken) > 0, cancellationToken);
    }

    public Task<bool> RefersToAsync(string contentHash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contentHash);
        return database.RunAsync(
            context => context.Documents.AnyAsync(row => row.ContentHash == contentHash || row.PublishedHash == contentHash, cancellationToken),
            cancellationToken);
    }
}
