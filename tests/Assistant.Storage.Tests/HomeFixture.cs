using Assistant.Core;
using Assistant.Storage.Homes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Storage.Tests;

/// <summary>A process's view of one home, wired as the server wires it. Two of them on one folder are two processes as far as the home can tell.</summary>
internal sealed class HomeFixture : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public HomeFixture(string home)
    {
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(Clock)
            .AddStorage(options => options.Home = home)
            .BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public HomeSchema Schema => services.GetRequiredService<HomeSchema>();

    public IDocumentCatalog Catalog => services.GetRequiredService<IDocumentCatalog>();

    public IConversationStore Conversations => services.GetRequiredService<IConversationStore>();

    public IFileStore Files => services.GetRequiredService<IFileStore>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
