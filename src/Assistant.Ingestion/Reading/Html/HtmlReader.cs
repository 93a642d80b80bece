using AngleSharp.Html.Parser;

namespace Assistant.Ingestion.Reading.Html;

/// <summary>Reads web pages. Nothing is loaded and no script runs: the parser gets a string and no browsing context.</summary>
internal sealed class HtmlReader : IFormatReader
{
    /// <inheritdoc/>
    public ReadDocument Read(SourceFile file)
    {
        DocumentText document = new(file);
        var title = AppendTo(document, file.Text, file.CancellationToken);
        return document.Build("text/html", title);
    }

    /// <summary>Adds the readable text of a page or of a fragment of one, and gives the page's title.</summary>
    public static string? AppendTo(DocumentText document, string markup, CancellationToken cancellationToken)
    {
        // With scripting off the parser shows what stands in <noscript> as elements, which the walk leaves out by name.
        // The parser takes no token for cancellation, but tells of each element.
        HtmlParser parser = new(new HtmlParserOptions { IsScripting = false, OnCreated = (_, _) => cancellationToken.ThrowIfCancellationRequested() });
        using var page = parser.ParseDocument(TagNesting.Limit(markup, cancellationToken));
        if (page.Body is { } body)
        {
            new HtmlWalk(document, cancellationToken).Run(body);
        }

        return page.Head?.Children.FirstOrDefault(child => child.LocalName == "title")?.TextContent;
    }
}
