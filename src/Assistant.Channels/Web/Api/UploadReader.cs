using Assistant.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Assistant.Channels.Web;

/// <summary>Reads a multipart form file by file, straight into the ingestion: nothing is held in memory or written twice.</summary>
internal sealed class UploadReader(IIngestion ingestion, ILogger<UploadReader> logger)
{
    private const string DefaultCollection = "default";
    private const int MaxCollectionLength = 128;
    private const int MaxFieldBytes = 4 * 1024;

    // RFC 2046 allows 70 characters; some clients quote or lengthen them a little.
    private const int MaxBoundaryLength = 100;

    public async Task<(IReadOnlyList<DocumentRecord> Taken, IReadOnlyList<RejectedFile> Rejected)> ReadAsync(
        HttpRequest request, string? collection, WebChannelOptions options, CancellationToken cancellationToken)
    {
        MultipartReader form = new(Boundary(request), request.Body);
        List<DocumentRecord> taken = [];
        List<RejectedFile> rejected = [];
        var into = Checked(collection);
        while (await SectionAsync(form, cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw BadForm();
            }

            if (!disposition.IsFileDisposition())
            {
                if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
                {
                    // What a browser sends for a place where no file was chosen.
                    continue;
                }

                // A field that is passed over might have been meant to keep others from reading.
                var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (field != "collection")
                {
                    throw new AssistantException("unknown_field", $"The form has a field '{Shown(field)}'; the only one is 'collection'. {So(taken)}");
                }

                into = taken.Count + rejected.Count == 0
                    ? Checked(await FieldAsync(section, cancellationToken))
                    : throw new AssistantException("late_collection", $"The collection must stand before the files in the form. {So(taken)}", "Or give it in the query: ?collection=name");
                continue;
            }

            var name = NameOf(disposition);
            if (taken.Count + rejected.Count == options.MaxUploadFiles)
            {
                rejected.Add(new(name, new("too_many_files", $"At most {options.MaxUploadFiles} files are taken at once.", "Send the rest in another upload.")));
                break;
            }

            await TakeAsync(name, section.Body, into, options.MaxUploadBytes, taken, rejected, cancellationToken);
        }

        return (taken, rejected);
    }

    // Files go straight on, so what stood before a fault is there already.
    private static string So(List<DocumentRecord> taken) => taken.Count == 0
        ? "Nothing was taken."
        : $"Taken before it, and to be deleted if they belong elsewhere: {string.Join(", ", taken.Select(document => $"'{document.Name}' ({document.Collection})"))}.";

    private static string Shown(string name) => string.Concat(name.Take(64).Where(letter => !char.IsControl(letter)));

    private static async Task<MultipartSection?> SectionAsync(MultipartReader form, CancellationToken cancellationToken)
    {
        try
        {
            return await form.ReadNextSectionAsync(cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw BadForm(e);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            // The form stops before its closing boundary.
            throw BadForm(e);
        }
    }

    private static string Boundary(HttpRequest request)
    {
        var isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (!isForm)
        {
            throw new AssistantException("wrong_content_type", "An upload must be a multipart form.", "Send Content-Type: multipart/form-data.");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type!.Boundary).ToString();
        return boundary.Length is > 0 and <= MaxBoundaryLength ? boundary : throw BadForm();
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return HeaderUtilities.RemoveQuotes(name).ToString();
    }

    private static async Task<string> FieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxFieldBytes
            ? System.Text.Encoding.UTF8.GetString(buffer, 0, length)
            : throw new AssistantException("bad_collection", "The collection's name is too long.");
    }

    private static string Checked(string? collection)
    {
        var name = string.IsNullOrWhiteSpace(collection) ? DefaultCollection : collection.Trim();
        return name.Length <= MaxCollectionLength && !name.Any(char.IsControl)
            ? name
            : throw new AssistantException("bad_collection", $"A collection's name has at most {MaxCollectionLength} characters, and no control characters.");
    }

    private static AssistantException BadForm(Exception? innerException = null) =>
        new("bad_form", "The form could not be read: it is cut short or not a multipart form.", hint: null, innerException);

    private async Task TakeAsync(
        string name,
        Stream body,
        string collection,
        long maxBytes,
        List<DocumentRecord> taken,
        List<RejectedFile> rejected,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            rejected.Add(new(string.Empty, new("missing_name", "A file in the form has no name.", null)));
            return;
        }

        try
        {
            await using BoundedStream content = new(body, maxBytes);
            taken.Add(await ingestion.UploadAsync(new Upload(name, content, collection), cancellationToken));
        }
        catch (AssistantException e)
        {
            rejected.Add(new(name, ApiFault.From(e)));
        }
        catch (Exception e) when (e is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            logger.UploadFailed(e);
            rejected.Add(new(name, ApiFault.Internal));
        }
    }
}
