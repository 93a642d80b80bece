using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Assistant.Benchmarks.Search;

/// <summary>Passages of at most 110 words, cut from folders of documentation.</summary>
internal static partial class DebianPassages
{
    private const int MostWords = 110;
    private const int LeastWords = 30;

    /// <summary>The passages, evenly taken from all folders, no two the same; the same on every run over the same files.</summary>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> folders, int count)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> passages = [];
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            if (TextOf(file) is { } text)
            {
                passages.AddRange(Cut(text).Where(seen.Add));
            }
        }

        return passages.Count <= count ? passages : [.. Enumerable.Range(0, count).Select(at => passages[(int)((long)at * passages.Count / count)])];
    }

    private static string? TextOf(string file)
    {
        var name = file.EndsWith(".gz", StringComparison.Ordinal) ? file[..^3] : file;
        if (Path.GetExtension(name) is not (".html" or ".txt" or ".rst" or "") || new FileInfo(file).LinkTarget is not null)
        {
            return null;
        }

        using Stream stream = name == file ? File.OpenRead(file) : new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return text.Contains('\0', StringComparison.Ordinal) ? null : name.EndsWith(".html", StringComparison.Ordinal) ? WebUtility.HtmlDecode(Tag().Replace(text, " ")) : text;
    }

    private static IEnumerable<string> Cut(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at + LeastWords <= words.Length; at += MostWords)
        {
            yield return string.Join(' ', words[at..Math.Min(words.Length, at + MostWords)]);
        }
    }

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
