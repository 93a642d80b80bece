using System.Runtime.CompilerServices;
using Assistant.Ingestion.Reading.Html;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Assistant.Ingestion.Reading.Markdown;

/// <summary>Adds the blocks of a Markdown tree to a document.</summary>
internal sealed class MarkdownWalk(DocumentText document, CancellationToken cancellationToken)
{
    private string? mark;

    /// <summary>Adds everything in a container.</summary>
    public void Run(ContainerBlock container)
    {
        // The parser's own depth limit (128) keeps this far from the end of the stack; the check is for a parser that forgets it.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var block in container)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(block);
        }
    }

    private void Add(Markdig.Syntax.Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                document.AddHeading(heading.Level, MarkdownInlines.TextOf(heading.Inline));
                break;
            case LinkReferenceDefinition or LinkReferenceDefinitionGroup or ThematicBreakBlock:
                break;
            case CodeBlock code:
                document.Add(BlockKind.Code, code.Lines.ToString());
                break;
            case HtmlBlock html:
                HtmlReader.AppendTo(document, html.Lines.ToString(), cancellationToken);
                break;
            case Table table:
                AddTable(table);
                break;
            case ListBlock list:
                AddList(list);
                break;
            case FootnoteGroup notes:
                Run(notes);
                break;
            case ContainerBlock container:
                Run(container);
                break;
            case LeafBlock { Inline: { } inline }:
                AddText(MarkdownInlines.TextOf(inline));
                break;
        }
    }

    private void AddText(string words)
    {
        if (mark is null || string.IsNullOrWhiteSpace(words))
        {
            document.Add(BlockKind.Paragraph, words);
            return;
        }

        document.Add(BlockKind.ListItem, mark + words);
        mark = null;
    }

    private void AddList(ListBlock list)
    {
        var number = list.IsOrdered && int.TryParse(list.OrderedStart, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            // Only the first paragraph of an item carries the mark; what follows in it is running text.
            mark = list.IsOrdered ? $"{number++}. " : "- ";
            Run(item);
            mark = null;
        }
    }

    private void AddTable(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            document.AddRow([.. row.OfType<TableCell>().Select(CellText)]);
        }
    }

    private static string CellText(TableCell cell) =>
        string.Join(' ', cell.Descendants<LeafBlock>().Select(leaf => leaf.Inline is { } inline ? MarkdownInlines.TextOf(inline) : leaf.Lines.ToString()));
}
