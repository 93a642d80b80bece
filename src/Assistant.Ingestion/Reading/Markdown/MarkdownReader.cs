using Assistant.Ingestion.Reading.PlainText;
using Markdig;
using Markdig.Syntax;

namespace Assistant.Ingestion.Reading.Markdown;

/// <summary>Reads Markdown into text that reads like plain prose.</summary>
internal sealed class MarkdownReader : IFormatReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseFootnotes().UseDefinitionLists().UseTaskLists().UseEmphasisExtras().UseAutoLinks()
        .Build();

    /// <inheritdoc/>
    public ReadDocument Read(SourceFile file)
    {
        var front = FrontMatter.Split(file.Text);
        var body = Shortcodes.Remove(file.Text[front.BodyStart..]);
        DocumentText document = new(file);
        if (Parse(body) is { } tree)
        {
            new MarkdownWalk(document, file.CancellationToken).Run(tree);
        }
        else
        {
            // Nested past what the parser takes: its marks are noise then, but the words can still be found.
            PlainTextReader.Append(document, body, page: null);
        }

        if (document.IsEmpty && front.Title is { } title)
        {
            // A page that only names itself, such as one that redirects, is found by its name.
            document.Add(BlockKind.Paragraph, title);
        }

        return document.Build("text/markdown", front.Title) with { Tags = front.Tags };
    }

    private static MarkdownDocument? Parse(string body)
    {
        try
        {
            return Markdig.Markdown.Parse(body, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
