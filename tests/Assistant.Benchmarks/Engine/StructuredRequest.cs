using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>An object with an identifier that only this request's schema allows.</summary>
/// <param name="Marker">The identifier.</param>
internal sealed record StructuredRequest(string Marker) : SoakRequest
{
    private const int MostTokens = 64;

    /// <inheritdoc/>
    public override string Kind => "structured";

    /// <inheritdoc/>
    public override async Task<string?> RunAsync(ISoakTarget target, CancellationToken cancellationToken)
    {
        var schema = JsonElement.Parse($$$"""
            {"type":"object","properties":{"id":{"enum":["{{{Marker}}}"]},"colour":{"enum":["red","green","blue"]},"count":{"type":"integer","minimum":0,"maximum":99}},"required":["id","colour","count"],"additionalProperties":false}
            """);
        var response = await target.Chat.GetResponseAsync(
            [new(ChatRole.User, "Describe a box of pencils.")],
            new ChatOptions { MaxOutputTokens = MostTokens, Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "box") },
            cancellationToken);
        try
        {
            var id = JsonElement.Parse(response.Text).GetProperty("id").GetString();
            return id == Marker ? null : $"'{Marker}' was asked for, '{id}' came";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"'{response.Text}' does not fit its schema";
        }
    }
}
