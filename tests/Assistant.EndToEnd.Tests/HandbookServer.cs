using System.Net.Http.Json;
using System.Text.Json;

namespace Assistant.EndToEnd.Tests;

/// <summary>The real server on a new home with the sample handbook taken in; one for all tests that only ask.</summary>
public sealed class HandbookServer : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private AssistantProcess? server;

    public string Url { get; private set; } = "";

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        server = AssistantProcess.Start(folder.Path, "serve", "--home", folder.File("home"), "--urls", "http://127.0.0.1:0");
        Url = await server.UrlAsync();
        SocketsHttpHandler handler = new();
#pragma warning disable RS0030 // The client owns its handler here: this fixture is the outermost layer.
        Client = new(handler) { BaseAddress = new(Url) };
#pragma warning restore RS0030
        var files = Directory.EnumerateFiles(Repository.PathOf("samples", "handbook"), "*.md", SearchOption.AllDirectories).Count();
        for (var waited = 0; waited < 300; waited++)
        {
            var documents = (await Client.GetFromJsonAsync<JsonElement>("/api/v1/documents?collection=handbook")).GetProperty("documents");
            if (documents.GetArrayLength() == files && documents.EnumerateArray().All(document => document.GetProperty("state").GetString() == "ready"))
            {
                return;
            }

            await Task.Delay(200);
        }

        Assert.Fail("The handbook was not ready within a minute.");
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        folder.Dispose();
    }
}
