using System.Globalization;
using System.Net;

namespace Assistant.Inference.Downloads;

/// <summary>Says in words what a hub's refusal means and what to do about it.</summary>
internal static class HubFailure
{
    /// <summary>The refusal as an exception: one that is worth another try is a <see cref="HubBusyException"/>.</summary>
    public static Exception Of(HttpResponseMessage response, HubFile file, Uri hub, bool hasToken, DateTimeOffset now)
    {
        // The hub answers 401 both for what is gated and, to strangers, for what isn't there: its own code is more exact.
        var told = HubHeaders.First(response, "X-Error-Code");
        var status = (int)response.StatusCode;
        return told switch
        {
            "GatedRepo" => Gated(file, hub, hasToken, status),
            "RepoNotFound" => NoRepository(file, hub, hasToken),
            "RevisionNotFound" => new ModelDownloadException("unknown_revision", $"The repository {file.Repository} has no revision '{file.Revision}'.", $"Look at {Page(file, hub)} for its branches and commits."),
            "EntryNotFound" => NoFile(file, hub),
            _ => OfStatus(response, file, hub, hasToken, now),
        };
    }

    private static Exception OfStatus(HttpResponseMessage response, HubFile file, Uri hub, bool hasToken, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new HubBusyException($"it answered {Words(status)}", HubHeaders.WaitOf(response, now)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Gated(file, hub, hasToken, status),
            HttpStatusCode.NotFound => NoFile(file, hub),
            _ => new ModelDownloadException("download_failed", $"{hub.Host} answered {Words(status)} for {file}.", "Look whether the address in Assistant:Models:Downloads:Hub is a model hub."),
        };
    }

    private static ModelDownloadException Gated(HubFile file, Uri hub, bool hasToken, int status)
    {
        const string Where = "the environment variable HF_TOKEN or the setting Assistant:Models:Downloads:Token";
        var page = Page(file, hub);
        return !hasToken
            ? new("model_gated", $"{file.Repository} gives its files only to people who have accepted its terms.", $"Sign in and accept the terms at {page}, make a token with the right to read, put it into {Where}, and run the same command again.")
            : status == 401
                ? new("model_gated", $"{hub.Host} does not take the token for {file.Repository}.", $"Make a new token with the right to read for the account that accepted the terms at {page}, and put it into {Where}.")
                : new("model_gated", $"The account of the token has no access to {file.Repository}.", $"Accept the terms at {page} with that account, wait until access is given (some makers decide by hand), and run the same command again.");
    }

    private static ModelDownloadException NoRepository(HubFile file, Uri hub, bool hasToken) => new(
        "unknown_repository",
        $"{hub.Host} has no repository {file.Repository}{(hasToken ? "" : ", or shows it only with a token")}.",
        "Check the spelling: capital letters matter.");

    private static ModelDownloadException NoFile(HubFile file, Uri hub) => new(
        "unknown_file",
        $"The repository {file.Repository} has no file '{file.Path}'.",
        $"Look at {Page(file, hub)} for its files; capital letters matter.");

    private static string Page(HubFile file, Uri hub) => $"{hub.AbsoluteUri.TrimEnd('/')}/{file.Repository}";

    private static string Words(int status) => string.Create(CultureInfo.InvariantCulture, $"{status}");
}
