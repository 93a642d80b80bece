using System.Globalization;
using System.Text;
using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>Counts the items of a document's lists and gives each its mark.</summary>
internal sealed class DocxNumbering
{
    private const int Levels = 9;

    private readonly Dictionary<string, Level?[]> abstracts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?[]> counters = new(StringComparer.Ordinal);

    /// <summary>Reads the part; null is a document without lists.</summary>
    public static DocxNumbering Read(XmlReader? reader)
    {
        DocxNumbering numbering = new();
        Level?[]? levels = null;
        Level? level = null;
        string? list = null;
        while (reader?.Read() == true)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "abstractNum":
                    numbering.abstracts[reader.Word("abstractNumId") ?? ""] = levels = new Level?[Levels];
                    break;
                case "lvl" when levels is not null:
                    level = new();
                    if (reader.WordNumber("ilvl") is >= 0 and < Levels and var at)
                    {
                        levels[at] = level;
                    }

                    break;
                case "start" when level is not null:
                    level.Start = reader.WordNumber("val") ?? 1;
                    break;
                case "numFmt" when level is not null:
                    level.Format = reader.Word("val") ?? "decimal";
                    break;
                case "lvlText" when level is not null:
                    level.Text = reader.Word("val") ?? "";
                    break;
                case "num":
                    // From here on levels are overrides of single lists; their texts are seldom and left to the shared ones.
                    (levels, level) = (null, null);
                    list = reader.Word("numId");
                    break;
                case "abstractNumId" when list is not null:
                    numbering.lists[list] = reader.Word("val") ?? "";
                    break;
            }
        }

        return numbering;
    }

    /// <summary>The mark of the next item at a level, with a blank behind it; empty for a list without marks.</summary>
    public string Next(string list, int level)
    {
        if (list == "0" || !lists.TryGetValue(list, out var id) || !abstracts.TryGetValue(id, out var levels))
        {
            return "";
        }

        level = Math.Clamp(level, 0, Levels - 1);
        if (!counters.TryGetValue(id, out var counts))
        {
            counters[id] = counts = new int?[Levels];
        }

        counts[level] = counts[level] + 1 ?? levels[level]?.Start ?? 1;
        Array.Clear(counts, level + 1, Levels - level - 1);
        return levels[level] is { } format ? Mark(format, levels, counts) : "- ";
    }

    private static string Mark(Level level, Level?[] levels, int?[] counts)
    {
        if (level.Format == "none")
        {
            return "";
        }

        if (level.Format == "bullet" || !level.Text.Contains('%', StringComparison.Ordinal))
        {
            return "- ";
        }

        StringBuilder mark = new();
        for (var at = 0; at < level.Text.Length; at++)
        {
            if (level.Text[at] == '%' && at + 1 < level.Text.Length && level.Text[at + 1] is >= '1' and <= '9')
            {
                var other = level.Text[++at] - '1';
                mark.Append(Number(counts[other] ?? levels[other]?.Start ?? 1, levels[other]?.Format ?? "decimal"));
            }
            else
            {
                mark.Append(level.Text[at]);
            }
        }

        return mark.Append(' ').ToString();
    }

    private static string Number(int number, string format) => format switch
    {
        "lowerLetter" => Letters(number).ToLowerInvariant(),
        "upperLetter" => Letters(number),
        "lowerRoman" => Roman(number).ToLowerInvariant(),
        "upperRoman" => Roman(number),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    // Word goes on after Z with AA, BB, CC.
    private static string Letters(int number) => number is >= 1 and <= 780 ? new((char)('A' + ((number - 1) % 26)), ((number - 1) / 26) + 1) : "";

    private static string Roman(int number)
    {
        if (number is < 1 or > 3999)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        StringBuilder roman = new();
        foreach (var (value, letters) in ((int, string)[])[(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")])
        {
            for (; number >= value; number -= value)
            {
                roman.Append(letters);
            }
        }

        return roman.ToString();
    }

    private sealed class Level
    {
        public int Start { get; set; } = 1;

        public string Format { get; set; } = "decimal";

        public string Text { get; set; } = "";
    }
}
