using Assistant.Inference.Formats;
using Assistant.Inference.Grammars;
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

    /// <summary>The tools that it offers.</summary>
    public ToolChoice Tools { get; init; } = ToolChoice.None;

    /// <summary>What the answer must be, where a response format asks for JSON.</summary>
    public Grammar? Document { get; init; }

    /// <summary>Reads messages and options.</summary>
    /// <exception cref="NotSupportedException">The response format is none that is known.</exception>
    /// <exception cref="ArgumentException">A tool is required that is not offered.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public static ChatRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, DateOnly today)
    {
        var most = options?.MaxOutputTokens ?? int.MaxValue;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(ChatOptions.MaxOutputTokens));
        List<ChatMessage> all = [.. messages];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            all.Insert(0, new(ChatRole.System, instructions));
        }

        var id = Guid.NewGuid().ToString("N");
        var tools = ToolChoice.Of(options);
        var document = DocumentOf(options?.ResponseFormat);

        // A stop string inside of JSON would break it.
        return new(id, all, new() { Date = today, Tools = tools.Offered }, SamplingSettings.Of(options), most, document is null ? [.. options?.StopSequences ?? []] : [])
        {
            Tools = tools,
            Document = document,
            Caller = options?.AdditionalProperties?.GetValueOrDefault(CallerProperty)?.ToString() is { Length: > 0 } caller ? caller : id,
        };
    }

    private static Grammar? DocumentOf(ChatResponseFormat? format) => format switch
    {
        null or ChatResponseFormatText => null,
        ChatResponseFormatJson { Schema: { } schema } => Grammar.OfSchema(schema),
        ChatResponseFormatJson => Grammar.OfAnyObject(),
        _ => throw new NotSupportedException($"Local models answer in text or JSON, not in the format {format.GetType().Name}."),
    };
}
