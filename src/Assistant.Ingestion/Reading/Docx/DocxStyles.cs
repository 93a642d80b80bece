using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>What the paragraph styles of a document mean: heading levels, lists, hidden text. Names are translated in every language, so outline levels count, not names.</summary>
internal sealed class DocxStyles
{
    // Inheritance loops in damaged files; Word itself allows no chain longer than eleven.
    private const int MaxInheritance = 20;

    private readonly Dictionary<string, Style> styles = new(StringComparer.Ordinal);

    /// <summary>Reads the part; null is a document without styles.</summary>
    public static DocxStyles Read(XmlReader? reader)
    {
        DocxStyles sheet = new();
        Style? style = null;
        while (reader?.Read() == true)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "style":
                    style = new();
                    sheet.styles[reader.Word("styleId") ?? ""] = style;
                    break;
                case "name" when style is not null:
                    style.Name = reader.Word("val") ?? "";
                    break;
                case "basedOn" when style is not null:
                    style.Parent = reader.Word("val");
                    break;
                case "outlineLvl" when style is not null:
                    style.OutlineLevel = reader.WordNumber("val");
                    break;
                case "numId" when style is not null:
                    style.NumberingId = reader.Word("val");
                    break;
                case "ilvl" when style is not null:
                    style.NumberingLevel = reader.WordNumber("val");
                    break;
                case "vanish" when style is not null:
                    style.IsHidden = reader.WordFlag();
                    break;
            }
        }

        return sheet;
    }

    /// <summary>The heading level (from 1) of a style, or null for running text.</summary>
    public int? HeadingLevel(string? id)
    {
        if (Find(id, style => style.OutlineLevel) is { } outline)
        {
            return outline is >= 0 and < 9 ? outline + 1 : null;
        }

        // Built-in headings of some writers carry no outline level but keep the English name by the standard.
        return Find<int>(id, style => style.Name is { Length: 9 } name && name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(name[8])
            ? name[8] - '0'
            : null);
    }

    /// <summary>Whether it is the style of the document's title.</summary>
    public bool IsTitle(string? id) => Find<bool>(id, style => style.Name.Equals("title", StringComparison.OrdinalIgnoreCase) ? true : null) == true;

    /// <summary>The list that a style belongs to, or null.</summary>
    public string? NumberingId(string? id)
    {
        for (var (at, seen) = (id, 0); at is not null && seen < MaxInheritance && styles.TryGetValue(at, out var style); at = style.Parent, seen++)
        {
            if (style.NumberingId is { } numbering)
            {
                return numbering;
            }
        }

        return null;
    }

    /// <summary>The level in that list, from 0.</summary>
    public int NumberingLevel(string? id) => Find(id, style => style.NumberingLevel) ?? 0;

    /// <summary>Whether text in this style is hidden.</summary>
    public bool IsHidden(string? id) => Find(id, style => style.IsHidden) == true;

    private T? Find<T>(string? id, Func<Style, T?> of)
        where T : struct
    {
        for (var (at, seen) = (id, 0); at is not null && seen < MaxInheritance && styles.TryGetValue(at, out var style); at = style.Parent, seen++)
        {
            if (of(style) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private sealed class Style
    {
        public string Name { get; set; } = "";

        public string? Parent { get; set; }

        public int? OutlineLevel { get; set; }

        public string? NumberingId { get; set; }

        public int? NumberingLevel { get; set; }

        public bool? IsHidden { get; set; }
    }
}
