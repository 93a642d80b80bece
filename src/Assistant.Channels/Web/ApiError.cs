using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>The body of every response that is not a success.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record ApiError(ApiFault Error);

/// <summary>What is wrong with a request.</summary>
/// <param name="Code">A stable code in snake_case.</param>
/// <param name="Message">What is wrong, for a person.</param>
/// <param name="Hint">What to do about it, or null.</param>
internal sealed record ApiFault(string Code, string Message, string? Hint)
{
    // What is not listed is the caller's own mistake.
    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        ["unknown_document"] = 404,
        ["unknown_passage"] = 404,
        ["unknown_conversation"] = 404,
        ["unknown_endpoint"] = 404,
        ["original_gone"] = 410,
        ["body_too_large"] = 413,
        ["too_large"] = 413,
        ["wrong_content_type"] = 415,
        ["internal_error"] = 500,
        ["disk_full"] = 507,
    };

    public static ApiFault Internal { get; } = new("internal_error", "Something went wrong on the server.", "The server's log tells more.");

    [JsonIgnore]
    public int Status => Statuses.GetValueOrDefault(Code, 400);

    public static ApiFault From(AssistantException exception) => new(exception.Code, exception.Message, exception.Hint);
}
