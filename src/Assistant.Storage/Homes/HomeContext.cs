using Assistant.Storage.Conversations;
using Microsoft.EntityFrameworkCore;

namespace Assistant.Storage.Homes;

/// <summary>The home's own tables. Their form is made by the numbered scripts, never by this model. The catalogue of documents is not in it: see there.</summary>
internal sealed class HomeContext(DbContextOptions<HomeContext> options) : DbContext(options)
{
    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();

    public DbSet<TurnRow> Turns => Set<TurnRow>();
}
