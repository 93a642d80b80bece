using Microsoft.AspNetCore.OpenApi;

namespace Assistant.Channels.Web;

/// <summary>How the API describes itself.</summary>
internal static class WebChannelOpenApi
{
    public const string DocumentName = "v1";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Assistant";
            document.Info.Version = "v1";
            document.Info.Description = "Ask an organisation's documents. Errors have the form {\"error\":{\"code\",\"message\",\"hint\"}}.";

            // The address that a caller used is not a fact about the API, and would differ from call to call.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    }
}
