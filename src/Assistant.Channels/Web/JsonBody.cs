using System.Text.Json;
using Assistant.Core;
using Microsoft.AspNetCore.Http;

namespace Assistant.Channels.Web;

/// <summary>Reads small JSON bodies and says clearly what is wrong with them; the framework's own binding answers with an empty 400.</summary>
internal static class JsonBody
{
    /// <exception cref="AssistantException">It is not JSON of this form (<c>wrong_content_type</c>, <c>bad_json</c>) or too large (<c>body_too_large</c>).</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            throw new AssistantException("wrong_content_type", "The body must be JSON.", "Send Content-Type: application/json.");
        }

        var body = await BytesAsync(request, maxBytes, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, JsonSerializerOptions.Web)
                ?? throw new AssistantException("bad_json", "The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            var place = e.Path is { Length: > 0 } path ? $" at {path}" : string.Empty;
            throw new AssistantException("bad_json", $"The body is not JSON of the expected form{place}.", "The form is described at /openapi/v1.json.", e);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        // One byte more than allowed, so that a body without a length that is too long is noticed.
        var buffer = new byte[Math.Min(request.ContentLength ?? maxBytes, maxBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= maxBytes ? buffer.AsMemory(0, length) : throw TooLarge(maxBytes);
    }

    private static AssistantException TooLarge(int maxBytes) =>
        new("body_too_large", $"The request is too large: at most {maxBytes} bytes are taken.");
}
