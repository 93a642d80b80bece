using System.Globalization;
using System.Text;
using Assistant.Core;

namespace Assistant.Ingestion.Working;

/// <summary>Makes names of documents: what is shown and what documents are told apart by. A name is never used as a path.</summary>
internal static class DocumentNames
{
    // As long as a file name may be on the usual file systems, in bytes.
    private const int LongestUpload = 200;

    private static readonly string[] Separators = ["/", "\\", "%2f", "%2F", "%5c", "%5C"];

    // Device names of Windows: a download by such a name would open a device there.
    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a file in an ingested folder: its relative path with forward slashes, in NFC, without control and direction marks.</summary>
    public static string OfFile(string relativePath) =>
        string.Join('/', relativePath.Split(Path.DirectorySeparatorChar).Select(Clean).Select(part => part.Length == 0 ? "_" : part));

    /// <summary>A safe name for an upload: the last part of what was sent, with nothing in it that could mislead a person, a page or a shell.</summary>
    /// <exception cref="AssistantException">Nothing usable is left (<c>bad_name</c>).</exception>
    public static string OfUpload(string sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var name = Clean(sent.Split(Separators, StringSplitOptions.None)[^1]);
        StringBuilder safe = new(name.Length);
        foreach (var unit in name)
        {
            safe.Append(unit is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? '_' : char.IsWhiteSpace(unit) ? ' ' : unit);
        }

        name = safe.ToString().Trim(' ', '.');
        if (name.Length == 0)
        {
            throw new AssistantException("bad_name", "The file has no usable name.", "Give it a name and send it again.");
        }

        if (Reserved.Contains(name.Split('.')[0].TrimEnd()))
        {
            name = "_" + name;
        }

        return Shorten(name);
    }

    private static string Clean(string name)
    {
        StringBuilder clean = new(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var isJoiner = rune.Value is 0x200C or 0x200D;
            if (isJoiner || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= LongestUpload)
        {
            return name;
        }

        var extension = Path.GetExtension(name);
        extension = Encoding.UTF8.GetByteCount(extension) <= 20 ? extension : "";
        var room = LongestUpload - Encoding.UTF8.GetByteCount(extension);
        StringBuilder stem = new();
        foreach (var character in Characters(name[..^extension.Length]))
        {
            room -= Encoding.UTF8.GetByteCount(character);
            if (room < 0)
            {
                break;
            }

            stem.Append(character);
        }

        return stem.ToString().TrimEnd(' ', '.') + extension;
    }

    private static IEnumerable<string> Characters(string text)
    {
        var characters = StringInfo.GetTextElementEnumerator(text);
        while (characters.MoveNext())
        {
            yield return characters.GetTextElement();
        }
    }
}
