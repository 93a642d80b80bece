using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>A message of a conversation, of an answer, or a piece of one.</summary>
internal sealed record WireMessage
{
    /// <summary>Who speaks.</summary>
    public string? Role { get; init; }

    /// <summary>The text; a list of text parts is joined.</summary>
    [JsonConverter(typeof(MessageText))]
    public string? Content { get; init; }

    /// <summary>What the model thought before it answered.</summary>
    public string? ReasoningContent { get; init; }

    /// <summary>The speaker's or the tool's name.</summary>
    public string? Name { get; init; }

    /// <summary>The calls that the assistant makes.</summary>
    public IReadOnlyList<WireToolCall>? ToolCalls { get; init; }

    /// <summary>Our own: the code of what was wrong with a call that the assistant tried to make.</summary>
    public string? Fault { get; init; }

    /// <summary>Our own: the same in words.</summary>
    public string? FaultMessage { get; init; }

    /// <summary>For a tool's message: the call that it answers.</summary>
    public string? ToolCallId { get; init; }
}
