using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Serving;

/// <summary>Turns the pieces of one answer into OpenAI's form, as events of a stream or as a whole.</summary>
internal sealed class ChatEvents(string model, DateTimeOffset began)
{
    private readonly string id = "chatcmpl-" + Guid.NewGuid().ToString("N");
    private readonly UsageDetails usage = new();
    private bool hasSpoken;
    private int calls;
    private ChatFinishReason? finish;

    /// <summary>The tokens so far; none where the model doesn't tell them.</summary>
    public WireUsage? Usage => usage is { InputTokenCount: null, OutputTokenCount: null } ? null : new()
    {
        PromptTokens = usage.InputTokenCount ?? 0,
        CompletionTokens = usage.OutputTokenCount ?? 0,
        TotalTokens = (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0),
        PromptTokensDetails = new(usage.CachedInputTokenCount ?? 0),
    };

    /// <summary>The event of a piece; null for a piece that says nothing.</summary>
    public ChatCompletion? Of(ChatResponseUpdate update)
    {
        finish ??= update.FinishReason;
        string? text = null, reasoning = null;
        ErrorContent? fault = null;
        List<WireToolCall>? made = null;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent thought:
                    reasoning += thought.Text;
                    break;
                case TextContent said:
                    text += said.Text;
                    break;
                case FunctionCallContent call:
                    (made ??= []).Add(CallOf(call));
                    break;
                case ErrorContent error:
                    fault = error;
                    break;
                case UsageContent told:
                    usage.Add(told.Details);
                    break;
            }
        }

        if (string.IsNullOrEmpty(text) && string.IsNullOrEmpty(reasoning) && made is null && fault is null)
        {
            return null;
        }

        var role = hasSpoken ? null : "assistant";
        hasSpoken = true;
        return Event(new WireChoice
        {
            Delta = new() { Role = role, Content = text, ReasoningContent = reasoning, ToolCalls = made, Fault = fault?.ErrorCode, FaultMessage = fault?.Message },
        });
    }

    /// <summary>The event that says how the answer ended.</summary>
    public ChatCompletion End() => Event(new WireChoice { Delta = new() { Role = hasSpoken ? null : "assistant" }, FinishReason = Finish });

    /// <summary>The event that tells the tokens.</summary>
    public ChatCompletion Tokens() => Event() with { Usage = Usage ?? new() { PromptTokens = 0, CompletionTokens = 0, TotalTokens = 0 } };

    /// <summary>The whole answer.</summary>
    public ChatCompletion Whole(ChatResponse response)
    {
        string text = "", reasoning = "";
        WireMessage? faulty = null;
        List<WireToolCall> made = [];
        foreach (var update in response.ToChatResponseUpdates())
        {
            if (Of(update)?.Choices?[0].Delta is { } piece)
            {
                text += piece.Content;
                reasoning += piece.ReasoningContent;
                made.AddRange(piece.ToolCalls ?? []);
                faulty = piece.FaultMessage is null ? faulty : piece;
            }
        }

        WireMessage message = new()
        {
            Role = "assistant",
            Content = text,
            ReasoningContent = reasoning.Length > 0 ? reasoning : null,
            Fault = faulty?.Fault,
            FaultMessage = faulty?.FaultMessage,
            ToolCalls = made.Count > 0 ? [.. made.Select(call => call with { Index = null })] : null,
        };
        return Event(new WireChoice { Message = message, FinishReason = Finish }) with { Object = "chat.completion", Usage = Usage };
    }

    private string Finish =>
        finish is { } reason && reason != ChatFinishReason.Stop ? reason.Value
        : calls > 0 ? ChatFinishReason.ToolCalls.Value
        : ChatFinishReason.Stop.Value;

    private WireToolCall CallOf(FunctionCallContent call) => new()
    {
        Index = calls++,
        Id = call.CallId,
        Type = "function",
        Function = new(call.Name, WireArguments.Write(call.Arguments)),
    };

    private ChatCompletion Event(params IReadOnlyList<WireChoice> choices) => new()
    {
        Id = id,
        Object = "chat.completion.chunk",
        Created = began.ToUnixTimeSeconds(),
        Model = model,
        Choices = choices,
    };
}
