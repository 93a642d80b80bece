using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>Reads the pieces of one answer. Where a server leaves something out, it is filled in.</summary>
internal sealed class AnswerReader(CompatibleChatSettings settings, ChatCompletionRequest request, TimeProvider time)
{
    private readonly StreamedCalls calls = new();
    private readonly TextRepair? repair = settings.IsOurs ? null : TextRepair.For(request);
    private string? id;
    private string? model;
    private ChatFinishReason? finish;
    private UsageDetails? usage;
    private int bytes;

    /// <summary>Whether a piece has told how the answer ended.</summary>
    public bool IsWhole => finish is not null;

    /// <summary>Takes a piece and gives what of it can be shown.</summary>
    public IEnumerable<ChatResponseUpdate> Add(ChatCompletion piece)
    {
        id ??= piece.Id ?? Guid.NewGuid().ToString("N");
        model ??= piece.Model is { Length: > 0 } ? piece.Model : settings.Model;
        usage = UsageOf(piece.Usage) ?? usage;
        var choice = piece.Choices is [var first, ..] ? first : null;
        finish = choice?.FinishReason is { Length: > 0 } reason ? new ChatFinishReason(reason == "function_call" ? "tool_calls" : reason) : finish;
        if ((choice?.Delta ?? choice?.Message) is not { } said)
        {
            yield break;
        }

        foreach (var call in said.ToolCalls ?? [])
        {
            calls.Add(call);
        }

        if (said.ReasoningContent is { Length: > 0 } thought)
        {
            yield return Update(new TextReasoningContent(thought));
        }

        if (said.Content is { Length: > 0 } text)
        {
            bytes += text.Length;
            var shown = repair is null ? text : repair.Take(text);
            if (shown.Length > 0)
            {
                yield return Update(new TextContent(shown));
            }
        }

        if (settings.IsOurs && said.FaultMessage is { } fault)
        {
            yield return Update(new ErrorContent(fault) { ErrorCode = said.Fault });
        }
    }

    /// <summary>The end of the answer: calls, how it ended, tokens.</summary>
    public IEnumerable<ChatResponseUpdate> End()
    {
        List<AIContent> last = [];
        if (repair is not null && !calls.Any)
        {
            last.AddRange(repair.End());
        }
        else if (repair?.Rest() is { Length: > 0 } rest)
        {
            last.Add(new TextContent(rest));
        }

        last.AddRange(calls.Whole());
        if (last.Count > 0)
        {
            yield return Update([.. last]);
        }

        var called = last.OfType<FunctionCallContent>().Any();
        var ending = Update(new UsageContent(usage ?? Estimated()));
        ending.FinishReason = called && (finish is null || finish == ChatFinishReason.Stop) ? ChatFinishReason.ToolCalls : finish ?? ChatFinishReason.Stop;
        yield return ending;
    }

    private UsageDetails Estimated()
    {
        var prompt = request.Messages!.Sum(message => (long)EstimatedTokens.Of(message.Content ?? ""));
        var written = EstimatedTokens.Of(new string('x', bytes));
        return new()
        {
            InputTokenCount = prompt,
            OutputTokenCount = written,
            TotalTokenCount = prompt + written,
            AdditionalCounts = new() { ["estimated"] = 1 },
        };
    }

    private static UsageDetails? UsageOf(WireUsage? told) => told is not { PromptTokens: { } prompt } ? null : new()
    {
        InputTokenCount = prompt,
        OutputTokenCount = told.CompletionTokens ?? 0,
        TotalTokenCount = told.TotalTokens ?? prompt + (told.CompletionTokens ?? 0),
        CachedInputTokenCount = told.PromptTokensDetails?.CachedTokens,
    };

    private ChatResponseUpdate Update(params AIContent[] contents) => new(ChatRole.Assistant, [.. contents])
    {
        ModelId = model ?? settings.Model,
        ResponseId = id,
        MessageId = id,
        CreatedAt = time.GetUtcNow(),
    };
}
