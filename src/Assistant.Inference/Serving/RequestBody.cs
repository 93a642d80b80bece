using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Assistant.Inference.Serving;

/// <summary>Reads the body of a request.</summary>
internal static class RequestBody
{
    /// <summary>Reads it as JSON.</summary>
    /// <exception cref="ServingException">It isn't said to be JSON, or it is empty.</exception>
    /// <exception cref="JsonException">It is no JSON, or of another shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        // A page of another site can post a form without asking the browser's leave; it can't post this type.
        if (!http.Request.HasJsonContentType())
        {
            throw new ServingException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the request as 'Content-Type: application/json'.");
        }

        return await JsonSerializer.DeserializeAsync(http.Request.BodyReader, type, http.RequestAborted)
            ?? throw new ServingException(StatusCodes.Status400BadRequest, "invalid_json", "The body of the request is null.");
    }
}
