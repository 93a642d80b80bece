using Assistant.Channels.Tests.Fakes;
using Assistant.Channels.Web;
using Assistant.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Channels.Tests;

/// <summary>The website on a real Kestrel at a loopback port, the other rooms played by fakes.</summary>
public sealed class WebHouse : IAsyncLifetime
{
    private WebApplication? app;

    internal FakeAssistant Assistant { get; } = new();

    internal FakeLibrary Library { get; } = new();

    internal WebStatus Status { get; set; } = new("1.0", "test-model", null, EmbedderState.Ready);

    public string Url { get; private set; } = "";

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Library.Add("hr", "travel/leave.md", "# Leave types\n\nLeave is earned each pay period."u8.ToArray());
        Library.Add("secret", "board.md", "Secret."u8.ToArray(), collection: "board", readBy: "group:board");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        builder.Services.AddWebChannel(web => web.MaxUploadBytes = 100_000);
        builder.Services.AddSingleton<IAssistant>(Assistant);
        builder.Services.AddSingleton<IDocumentCatalog>(Library);
        builder.Services.AddSingleton<IIngestion>(Library);
        builder.Services.AddSingleton<IFileStore>(Library);
        builder.Services.AddSingleton<FakeIndex>();
        builder.Services.AddSingleton<IPassageIndex>(provider => provider.GetRequiredService<FakeIndex>());
        builder.Services.AddSingleton<IRetriever>(provider => provider.GetRequiredService<FakeIndex>());
        builder.Services.AddSingleton<GetWebStatus>(() => Status);
        app = builder.Build();
        app.MapWebChannel();
        await app.StartAsync();
        Url = app.Urls.Single();
        SocketsHttpHandler handler = new();
#pragma warning disable RS0030 // The client owns its handler here: this fixture is the outermost layer.
        Client = new(handler) { BaseAddress = new(Url) };
#pragma warning restore RS0030
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
