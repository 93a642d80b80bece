using System.Diagnostics.CodeAnalysis;
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

    // Some servers tell the request back, and what people wrote is not for logs.
    private const int MostWords = 500;

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    /// <summary>What a response with an error says; an empty error where it says nothing that can be read.</summary>
    /// <param name="response">The response.</param>
    /// <param name="patience">How long the other side may be silent; infinite for ever.</param>
    /// <param name="time">The clock of patience.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<WireError> ReadErrorAsync(HttpResponseMessage response, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using PatientStream body = new(await response.Content.ReadAsStreamAsync(cancellationToken), patience, time);
            var bytes = new byte[MostErrorBytes];
            var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return Parse(bytes.AsMemory(0, read));
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            return new();
        }
    }

    /// <summary>
    /// The exception that an error means: for a prompt that is too long, a conversation that doesn't fit and a model that has too much to do the
    /// one that the model itself would have thrown; for all else one with its words.
    /// </summary>
    /// <param name="error">What was said.</param>
    /// <param name="status">The status; 200 for an error in mid-stream.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="retryAfter">When the server wants to be asked again, or null.</param>
    public static LocalModelException ExceptionOf(WireError error, HttpStatusCode status, string model, TimeSpan? retryAfter = null)
    {
        var message = error.Message is { Length: > 0 } said ? Short(said) : $"The server answered with status {(int)status} and no words.";
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
                var read = error.Deserialize(WireJson.Default.WireError) ?? new();
                return read with { Message = Short(read.Message) };
            }

            foreach (var name in (string[])["error", "message", "detail"])
            {
                if (root.TryGetProperty(name, out var words))
                {
                    return new() { Message = Short(Words(words)) };
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing.
        }

        return new();
    }

    // FastAPI gives a list of what is wrong and where, with the field's value, which is what somebody wrote.
    private static string? Words(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.String => said.GetString(),
        JsonValueKind.Array => string.Join("; ", said.EnumerateArray().Select(Fault).Where(fault => fault.Length > 0)),
        _ => null,
    };

    private static string Fault(JsonElement fault)
    {
        if (fault.ValueKind != JsonValueKind.Object || !fault.TryGetProperty("msg", out var message) || message.ValueKind != JsonValueKind.String)
        {
            return "";
        }

        var place = fault.TryGetProperty("loc", out var path) && path.ValueKind == JsonValueKind.Array ? string.Join('.', path.EnumerateArray()) : "";
        return place.Length > 0 ? $"{place}: {message.GetString()}" : message.GetString()!;
    }

    [return: NotNullIfNotNull(nameof(words))]
    private static string? Short(string? words) => words?.Length > MostWords ? words[..MostWords] + "..." : words;
}
