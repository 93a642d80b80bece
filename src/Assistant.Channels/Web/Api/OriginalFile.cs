using System.Text;
using Assistant.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Assistant.Channels.Web;

/// <summary>Serves originals so that none of them can act in the page's name: what a browser would run is only ever downloaded.</summary>
internal static class OriginalFile
{
    // Text is judged by its head; a file that is UTF-8 so far and something else later is rare enough.
    private const int HeadBytes = 64 * 1024;

    private static readonly HashSet<string> Pictures = new(StringComparer.Ordinal) { "image/png", "image/jpeg", "image/gif", "image/webp" };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The response; it closes the stream.</summary>
    public static async Task<IResult> ServeAsync(
        HttpContext context, DocumentRecord document, string hash, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            var (contentType, inline) = await KindAsync(document.MediaType, content, cancellationToken);
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "private, no-cache";
            headers.ContentDisposition = Disposition(document.Name, inline);

            // The browser's own viewer for PDF does not start in a sandbox; it runs no scripts of ours.
            if (contentType != "application/pdf")
            {
                headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            }

            return Results.Stream(content, contentType, entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private static async Task<(string ContentType, bool Inline)> KindAsync(string mediaType, Stream content, CancellationToken cancellationToken)
    {
        var essence = mediaType.Split(';')[0].Trim().ToLowerInvariant();
        return essence switch
        {
            "application/pdf" => (essence, true),
            "text/plain" or "text/markdown" or "text/x-markdown" or "text/csv" =>
                (await IsUtf8Async(content, cancellationToken) ? "text/plain; charset=utf-8" : "text/plain", true),
            _ when Pictures.Contains(essence) => (essence, true),
            _ => ("application/octet-stream", false),
        };
    }

    private static async Task<bool> IsUtf8Async(Stream content, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        content.Position = 0;
        try
        {
            // A decoder that is not flushed takes a character cut off at the end for what it is.
            StrictUtf8.GetDecoder().GetCharCount(head, 0, length, flush: length < head.Length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string Disposition(string documentName, bool inline)
    {
        ContentDispositionHeaderValue disposition = new(inline ? "inline" : "attachment");
        disposition.SetHttpFileName(documentName[(documentName.LastIndexOf('/') + 1)..]);
        return disposition.ToString();
    }
}
