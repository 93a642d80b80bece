using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Reranking;
using Assistant.Inference.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Inference.Tests.Serving;

/// <summary>The face over a real port, with models of the test behind it.</summary>
internal sealed class ServedFace : IAsyncDisposable
{
    public const string Key = "the key of the test";

    private readonly WebApplication app;
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler());

    private ServedFace(WebApplication app)
    {
        this.app = app;
        Root = new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    public Uri Root { get; }

    public static ServedModel Chat(IChatModel model, string name = "scripted", bool isDefault = true) =>
        new() { Name = name, Kind = ModelKind.Chat, IsDefault = isDefault, ContextTokens = model.ContextTokens, Chat = () => model };

    public static ServedModel Embedder(IEmbeddingGenerator<string, Embedding<float>> embedder, string name) =>
        new() { Name = name, Kind = ModelKind.Embedder, IsDefault = true, Embedder = embedder };

    public static ServedModel Reranker(IReranker reranker) =>
        new() { Name = reranker.Model, Kind = ModelKind.Reranker, IsDefault = true, Reranker = reranker };

    public static Task<ServedFace> StartAsync(params ServedModel[] models) => StartAsync(configure: null, models);

    public static async Task<ServedFace> StartAsync(Action<ModelServingOptions>? configure, params ServedModel[] models)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(new ServedModels(() => models));
        builder.Services.AddModelServing(options =>
        {
            options.ApiKey = Key;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.UseModelServing();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? key = Key) => SendAsync(HttpMethod.Get, path, body: null, key);

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? key = Key) => SendAsync(HttpMethod.Post, path, body, key);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? key)
    {
        using HttpRequestMessage request = new(method, new Uri(Root, path));
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
