using System.Runtime.CompilerServices;
using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>A chat model behind a server that speaks OpenAI's form: the worker process, or one on another machine.</summary>
/// <param name="transport">The way there.</param>
/// <param name="settings">What is known of the model.</param>
/// <param name="time">When pieces came.</param>
internal sealed class CompatibleChatClient(IModelTransport transport, CompatibleChatSettings settings, TimeProvider time) : IChatModel
{
    private readonly ChatClientMetadata metadata = new(settings.Provider, settings.Address, settings.Model);
    private int contextTokens = settings.ContextTokens;

    /// <inheritdoc/>
    public string Model => settings.Model;

    /// <inheritdoc/>
    public int ContextTokens => Volatile.Read(ref contextTokens);

    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        if (!settings.IsOurs)
        {
            // Others load by themselves, and an answer tells soon enough what is wrong.
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new(Model), WireJson.Default.ModelRequest);
        using var response = await transport.PostAsync(ModelPath.Load, body, Model, cancellationToken);
        var loaded = await response.ReadAsync(WireJson.Default.ModelLoaded, cancellationToken);
        Volatile.Write(ref contextTokens, loaded.ContextTokens);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (!settings.IsOurs)
        {
            return [.. texts.Select(EstimatedTokens.Of)];
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new() { Model = Model, Content = texts }, WireJson.Default.TokenizeRequest);
        using var response = await transport.PostAsync(ModelPath.Tokenize, body, Model, cancellationToken);
        var reply = await response.ReadAsync(WireJson.Default.TokenizeResponse, cancellationToken);
        return reply.Counts is { } counts && counts.Count == texts.Count
            ? counts
            : throw new LocalModelException($"'{Model}' counted {reply.Counts?.Count ?? 0} of {texts.Count} texts.");
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        UpdatesAsync(messages, options, inPieces: !settings.IsOurs, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="LocalModelException">The server can't be reached, dies, or answers with an error.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        UpdatesAsync(messages, options, inPieces: true, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Nothing: the way there belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    // Others are asked for pieces always: a long answer is then no long silence, which proxies cut. Ours needs no thread to wake for each.
    private async IAsyncEnumerable<ChatResponseUpdate> UpdatesAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool inPieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = ChatRequestWriter.Write(messages, options, Model, inPieces, settings.IsOurs);
        var body = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.ChatCompletionRequest);
        using var response = await transport.PostAsync(ModelPath.Chat, body, Model, cancellationToken);
        AnswerReader reader = new(settings, request, time);
        await foreach (var piece in response.EventsAsync(WireJson.Default.ChatCompletion, cancellationToken))
        {
            if (piece.Error is { } error)
            {
                throw ModelReply.ExceptionOf(error, response.Status, Model);
            }

            foreach (var update in reader.Add(piece))
            {
                yield return update;
            }
        }

        if (!response.IsClosed && !reader.IsWhole)
        {
            // A connection that is cut can look like one that was closed in order.
            throw await response.ExplainCutAsync();
        }

        foreach (var update in reader.End())
        {
            yield return update;
        }
    }
}
