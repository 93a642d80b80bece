using System.Text;
using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>Reads the story of a part: paragraphs, lists, tables, text boxes. Deleted and hidden text and field codes are left out.</summary>
/// <remarks>It keeps its own stacks instead of recursing: tables and text boxes may nest as deep as a file says.</remarks>
internal sealed class DocxBody(DocumentText document, DocxStyles styles, DocxNumbering numbering, CancellationToken cancellationToken)
{
    private readonly Stack<DocxParagraph> paragraphs = new();
    private readonly List<string> cells = [];
    private readonly StringBuilder cell = new();
    private int tables;

    /// <summary>The first paragraph in the style of titles, or null.</summary>
    public string? Title { get; private set; }

    /// <summary>Adds what a part holds.</summary>
    public void Read(XmlReader reader)
    {
        paragraphs.Clear();
        tables = 0;
        var more = reader.Read();
        while (more)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.Element && IsLeftOut(reader))
            {
                // Skip already stands on the node behind.
                reader.Skip();
                more = !reader.EOF;
                continue;
            }

            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Enter(reader);
                    if (reader.IsEmptyElement)
                    {
                        Leave(reader.LocalName);
                    }

                    break;
                case XmlNodeType.EndElement:
                    Leave(reader.LocalName);
                    break;
            }

            more = reader.LocalName is "t" && reader is { NodeType: XmlNodeType.Element, IsEmptyElement: false } ? ReadText(reader) : reader.Read();
        }
    }

    // Deleted and moved-away text, field codes, the older twin of a drawing, and the separator lines of notes.
    private static bool IsLeftOut(XmlReader reader) =>
        reader.LocalName is "del" or "moveFrom" or "delText" or "instrText" or "delInstrText" or "Fallback" or "sectPr" or "tabs" or "rPrChange" or "pPrChange" or "tblPr" or "rt"
        || (reader.LocalName is "footnote" or "endnote" && reader.Word("type") is not (null or "normal"));

    private void Enter(XmlReader reader)
    {
        var paragraph = paragraphs.TryPeek(out var open) ? open : null;
        switch (reader.LocalName)
        {
            case "p":
                paragraphs.Push(new());
                break;
            case "tbl":
                tables++;
                break;
            case "pStyle" when paragraph is not null:
                paragraph.Style = reader.Word("val");
                break;
            case "outlineLvl" when paragraph is not null:
                paragraph.OutlineLevel = reader.WordNumber("val");
                break;
            case "numId" when paragraph is not null:
                paragraph.NumberingId = reader.Word("val");
                break;
            case "ilvl" when paragraph is not null:
                paragraph.NumberingLevel = reader.WordNumber("val");
                break;
            case "r" when paragraph is not null:
                paragraph.IsRunHidden = styles.IsHidden(paragraph.Style);
                break;
            case "rStyle" when paragraph is not null && styles.IsHidden(reader.Word("val")):
                paragraph.IsRunHidden = true;
                break;
            case "vanish" when paragraph is not null:
                paragraph.IsRunHidden = reader.WordFlag();
                break;
            case "tab" or "ptab" when paragraph is not null:
                Append(paragraph, "\t");
                break;
            case "br" or "cr" when paragraph is not null:
                Append(paragraph, "\n");
                break;
            case "noBreakHyphen" when paragraph is not null:
                Append(paragraph, "-");
                break;
        }
    }

    private bool ReadText(XmlReader reader)
    {
        // The content read leaves the reader behind the end element, which is where a Read would have gone.
        var words = reader.ReadElementContentAsString();
        if (paragraphs.TryPeek(out var paragraph))
        {
            Append(paragraph, words);
        }

        return !reader.EOF;
    }

    private static void Append(DocxParagraph paragraph, string words)
    {
        if (!paragraph.IsRunHidden)
        {
            paragraph.Text.Append(words);
        }
    }

    private void Leave(string name)
    {
        switch (name)
        {
            case "p" when paragraphs.TryPop(out var paragraph):
                EndParagraph(paragraph);
                break;
            case "tc" when tables == 1:
                cells.Add(cell.ToString());
                cell.Clear();
                break;
            case "tc" or "tr" when tables > 1:
                // A table in a cell becomes the cell's text.
                cell.Append(' ');
                break;
            case "tr" when tables == 1:
                document.AddRow(cells);
                cells.Clear();
                break;
            case "tbl":
                tables = Math.Max(0, tables - 1);
                break;
        }
    }

    private void EndParagraph(DocxParagraph paragraph)
    {
        var words = paragraph.Text.ToString().Trim();
        if (words.Length == 0)
        {
            return;
        }

        var list = paragraph.NumberingId ?? styles.NumberingId(paragraph.Style);
        var mark = list is null ? "" : numbering.Next(list, paragraph.NumberingLevel ?? styles.NumberingLevel(paragraph.Style));
        if (tables > 0)
        {
            cell.Append(cell.Length > 0 ? " " : "").Append(mark).Append(words);
            return;
        }

        if (styles.IsTitle(paragraph.Style))
        {
            Title ??= words;
        }

        var level = paragraph.OutlineLevel is { } outline ? outline is >= 0 and < 9 ? outline + 1 : null : styles.HeadingLevel(paragraph.Style);
        if (level is { } depth)
        {
            document.AddHeading(depth, mark is "- " ? words : mark + words);
            return;
        }

        document.Add(mark.Length > 0 ? BlockKind.ListItem : BlockKind.Paragraph, mark + words);
    }
}
