using System.Net;
using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Formats;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Serving;
using Assistant.Inference.Wire;

namespace Assistant.Inference.Remote;

/// <summary>Reads errors in the forms that servers have.</summary>
internal static class ModelReply
{
    // An error page that is longer tells nobody more.
    private const int MostErrorBytes = 64 * 1024;

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    /// <summary>What a response with an error says; an empty error where it says nothing that can be read.</summary>
    public static async Task<WireError> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MostErrorBytes];
            var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return Parse(bytes.AsMemory(0, read));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return new();
        }
    }

    /// <summary>The exception that an error means, as the model itself would have thrown it.</summary>
    /// <param name="error">What was said.</param>
    /// <param name="status">The status; 200 for an error in mid-stream.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="retryAfter">When the server wants to be asked again, or null.</param>
    public static LocalModelException ExceptionOf(WireError error, HttpStatusCode status, string model, TimeSpan? retryAfter = null)
    {
        var message = error.Message is { Length: > 0 } said ? said : $"The server answered with status {(int)status} and no words.";
        return error switch
        {
            { NPromptTokens: { } tokens, NCtx: { } context } => new PromptTooLongException(model, tokens, context),
            { Code: ServingFault.UnfitConversation } => new ChatFormatException(message),
            _ when status == HttpStatusCode.TooManyRequests || error.Code == "engine_busy" => new EngineBusyException(message, retryAfter ?? ShortWait),
            _ => new(message),
        };
    }

    // {"error":{...}} as OpenAI has it, {"error":"..."} and {"message":"..."} and {"detail":"..."} as others do.
    private static WireError Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new();
            }

            if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                return error.Deserialize(WireJson.Default.WireError) ?? new();
            }

            foreach (var name in (string[])["error", "message", "detail"])
            {
                if (root.TryGetProperty(name, out var words))
                {
                    return new() { Message = words.ValueKind == JsonValueKind.String ? words.GetString() : words.GetRawText() };
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing.
        }

        return new();
    }
}
