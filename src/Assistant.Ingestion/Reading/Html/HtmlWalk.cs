using System.Text;
using AngleSharp.Dom;

namespace Assistant.Ingestion.Reading.Html;

/// <summary>Walks a page's tree in document order and adds its blocks.</summary>
/// <remarks>It goes from node to node without recursion: a hostile page nests deeper than any stack.</remarks>
internal sealed class HtmlWalk(DocumentText document, CancellationToken cancellationToken)
{
    private readonly StringBuilder inline = new();
    private readonly Stack<ListState> lists = new();
    private readonly List<string> cells = [];
    private INode? dataTable;
    private string? mark;
    private int preformatted;

    /// <summary>Adds everything under a node.</summary>
    public void Run(INode root)
    {
        var node = root.FirstChild;
        while (node is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Enter(node) && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            Leave(node);
            while (node.NextSibling is null && node.Parent is { } parent && parent != root)
            {
                node = parent;
                Leave(node);
            }

            node = node.NextSibling;
        }

        Flush(BlockKind.Paragraph);
    }

    /// <summary>Takes in what stands at the node's start; false leaves out what is under it.</summary>
    private bool Enter(INode node)
    {
        if (node is IText text)
        {
            AppendText(text.Data);
            return false;
        }

        if (node is not IElement element || HtmlElements.IsLeftOut(element))
        {
            return false;
        }

        switch (element.LocalName)
        {
            case "br":
                inline.Append('\n');
                break;
            case "img":
                inline.Append(' ').Append(element.GetAttribute("alt")).Append(' ');
                break;
            case "pre" or "listing" or "xmp":
                Flush(BlockKind.Paragraph);
                preformatted++;
                break;
            case "ul" or "menu" or "dir":
                Flush(BlockKind.Paragraph);
                lists.Push(new(Next: null));
                break;
            case "ol":
                Flush(BlockKind.Paragraph);
                lists.Push(new(int.TryParse(element.GetAttribute("start"), out var start) ? start : 1));
                break;
            case "li":
                Flush(BlockKind.Paragraph);
                StartItem();
                break;
            case "table" when dataTable is null && HtmlElements.IsDataTable(element, cancellationToken):
                Flush(BlockKind.Paragraph);
                dataTable = element;
                break;
            default:
                EndBlockBefore(element);
                break;
        }

        return true;
    }

    private void Leave(INode node)
    {
        if (node is not IElement element || HtmlElements.IsLeftOut(element))
        {
            return;
        }

        switch (element.LocalName)
        {
            case ['h', >= '1' and <= '6']:
                document.AddHeading(element.LocalName[1] - '0', inline.ToString());
                inline.Clear();
                mark = null;
                break;
            case "pre" or "listing" or "xmp":
                Flush(BlockKind.Code);
                preformatted--;
                break;
            case "ul" or "menu" or "dir" or "ol":
                Flush(BlockKind.Paragraph);
                lists.TryPop(out _);
                break;
            case "table" when element == dataTable:
                EndRow();
                dataTable = null;
                break;
            case "td" or "th" when dataTable is not null:
                cells.Add(inline.ToString());
                inline.Clear();
                break;
            case "tr" when dataTable is not null:
                EndRow();
                break;
            default:
                EndBlockBefore(element);
                break;
        }
    }

    private void StartItem()
    {
        if (lists.TryPop(out var list))
        {
            mark = list.Next is { } number ? $"{number}. " : "- ";
            lists.Push(new(list.Next + 1));
        }
        else
        {
            mark = "- ";
        }
    }

    private void EndBlockBefore(IElement element)
    {
        if (!HtmlElements.IsBlock(element.LocalName))
        {
            return;
        }

        if (dataTable is not null && element.LocalName != "caption")
        {
            inline.Append(' ');
            return;
        }

        Flush(BlockKind.Paragraph);
    }

    private void EndRow()
    {
        inline.Clear();
        document.AddRow(cells);
        cells.Clear();
    }

    private void Flush(BlockKind kind)
    {
        if (dataTable is not null && cells.Count > 0)
        {
            inline.Append(' ');
            return;
        }

        if (inline.Length == 0)
        {
            return;
        }

        var words = inline.ToString();
        inline.Clear();
        if (string.IsNullOrWhiteSpace(words))
        {
            return;
        }

        if (kind != BlockKind.Code && preformatted > 0)
        {
            kind = BlockKind.Code;
        }

        if (mark is not null && kind == BlockKind.Paragraph)
        {
            document.Add(BlockKind.ListItem, mark + words.TrimStart());
            mark = null;
            return;
        }

        document.Add(kind, words);
    }

    private void AppendText(string data)
    {
        if (preformatted > 0)
        {
            inline.Append(data);
            return;
        }

        // A line break of the source is a blank on the page; only <br> makes a line.
        foreach (var c in data)
        {
            inline.Append(c is '\n' or '\r' ? ' ' : c);
        }
    }

    private readonly record struct ListState(int? Next);
}
