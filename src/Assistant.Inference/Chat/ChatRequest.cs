using Assistant.Inference.Formats;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Chat;

/// <summary>A request, checked and with all that its options left open.</summary>
internal sealed record ChatRequest(
    string Id, IReadOnlyList<ChatMessage> Messages, ChatRendering Rendering, SamplingSettings Sampling, int MaxTokens, IReadOnlyList<string> Stops)
{
    /// <summary>The additional property that says who asks, so that callers take turns; without it, each request is a caller of its own.</summary>
    public const string CallerProperty = "caller";

    /// <summary>Who asks.</summary>
    public required string Caller { get; init; }

    /// <summary>Reads messages and options.</summary>
    /// <exception cref="NotSupportedException">The options ask for tools or a response format.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public static ChatRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, DateOnly today)
    {
        if (options?.Tools is { Count: > 0 })
        {
            throw new NotSupportedException("Local models are not offered tools.");
        }

        if (options?.ResponseFormat is not (null or ChatResponseFormatText))
        {
            throw new NotSupportedException("Local models answer in text only.");
        }

        var most = options?.MaxOutputTokens ?? int.MaxValue;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(ChatOptions.MaxOutputTokens));
        List<ChatMessage> all = [.. messages];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            all.Insert(0, new(ChatRole.System, instructions));
        }

        var id = Guid.NewGuid().ToString("N");
        return new(id, all, new() { Date = today }, SamplingSettings.Of(options), most, [.. options?.StopSequences ?? []])
        {
            Caller = options?.AdditionalProperties?.GetValueOrDefault(CallerProperty)?.ToString() is { Length: > 0 } caller ? caller : id,
        };
    }
}
