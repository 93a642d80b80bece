using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Formats;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Wire;
using Microsoft.AspNetCore.Http;

namespace Assistant.Inference.Serving;

/// <summary>What a failure looks like to whoever sent the request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">The error in OpenAI's form.</param>
/// <param name="RetryAfter">After what time it makes sense to try again, or null.</param>
internal sealed record ServingFault(int Status, WireError Error, TimeSpan? RetryAfter = null)
{
    /// <summary>The code of a model that can't be loaded or computes nonsense.</summary>
    public const string ModelFailed = "model_failed";

    /// <summary>The code of native libraries that are missing.</summary>
    public const string RuntimeMissing = "runtime_missing";

    /// <summary>The code of a prompt that doesn't fit.</summary>
    public const string ContextLengthExceeded = "context_length_exceeded";

    /// <summary>The code of a conversation that the model's format can't carry.</summary>
    public const string UnfitConversation = "unfit_conversation";

    /// <summary>Finds status and words for an exception.</summary>
    public static ServingFault Of(Exception exception) => exception switch
    {
        ServingException known => Plain(known.Status, known.Code, known.Message, known.Param),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Plain(StatusCodes.Status413PayloadTooLarge, "request_too_large", "The body of the request is too large."),
        BadHttpRequestException bad => Plain(bad.StatusCode, "bad_request", bad.Message),
        JsonException json => Plain(StatusCodes.Status400BadRequest, "invalid_json", WordsOf(json), ParamOf(json)),
        PromptTooLongException tooLong => TooLong(tooLong),
        EngineBusyException busy => Plain(StatusCodes.Status429TooManyRequests, "engine_busy", busy.Message) with { RetryAfter = busy.RetryAfter },
        ChatFormatException unfit => Plain(StatusCodes.Status400BadRequest, UnfitConversation, unfit.Message, "messages"),
        ArgumentException { ParamName: { } name } wrong => Plain(StatusCodes.Status400BadRequest, "invalid_value", wrong.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)),
        ArgumentException or NotSupportedException => Plain(StatusCodes.Status400BadRequest, "invalid_value", exception.Message),
        LlamaUnavailableException missing => Plain(StatusCodes.Status503ServiceUnavailable, RuntimeMissing, missing.Message),
        LocalModelException failed => Plain(StatusCodes.Status500InternalServerError, ModelFailed, failed.Message),
        ObjectDisposedException or OperationCanceledException => Plain(StatusCodes.Status503ServiceUnavailable, "shutting_down", "The server is being stopped.") with { RetryAfter = TimeSpan.FromSeconds(1) },
        _ => Plain(StatusCodes.Status500InternalServerError, "internal_error", "Something went wrong that should not have; the server's log tells more."),
    };

    private static ServingFault TooLong(PromptTooLongException tooLong)
    {
        var fault = Plain(StatusCodes.Status400BadRequest, ContextLengthExceeded, tooLong.Message, "messages");
        return fault with { Error = fault.Error with { NPromptTokens = tooLong.PromptTokens, NCtx = tooLong.ContextTokens } };
    }

    private static ServingFault Plain(int status, string code, string message, string? param = null) =>
        new(status, new() { Message = message, Type = TypeOf(status), Code = code, Param = param });

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status503ServiceUnavailable => "service_unavailable_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    // What could not be converted is told with the name of a type of ours.
    private static string WordsOf(JsonException json) => json.Message.Contains("could not be converted to", StringComparison.Ordinal)
        ? $"The value at {json.Path} is of the wrong kind (line {json.LineNumber + 1}, byte {json.BytePositionInLine})."
        : json.Message;

    // "$.messages[0].content" is the field "messages".
    private static string? ParamOf(JsonException json) =>
        json.Path is ['$', '.', ..] path ? path[2..].Split('.', '[')[0] : null;
}
