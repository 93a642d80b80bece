using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Inference;

/// <summary>
/// Models that come in parts <c>NAME-00001-of-00003.gguf</c>: they lie in one folder, and llama.cpp finds the later ones by itself
/// from the first one's name.
/// </summary>
internal static partial class ModelParts
{
    // Far more than any published model has; a name could claim 99,999.
    private const int Most = 500;

    /// <summary>The names of all parts, or the name alone where it isn't of that form.</summary>
    public static IReadOnlyList<string> Names(string name)
    {
        if (Form().Match(name) is not { Success: true } match)
        {
            return [name];
        }

        var count = int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        return count is 0 or > Most
            ? [name]
            : [.. Enumerable.Range(1, count).Select(part => string.Create(CultureInfo.InvariantCulture, $"{match.Groups["stem"].Value}-{part:D5}-of-{count:D5}{match.Groups["end"].Value}"))];
    }

    /// <summary>Whether it is a part that isn't the first.</summary>
    public static bool IsLater(string name) => Form().Match(name) is { Success: true } match && match.Groups["part"].Value != "00001";

    /// <summary>The paths of all parts beside a first one, whether they are there or not.</summary>
    public static IReadOnlyList<string> Paths(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        return [.. Names(Path.GetFileName(path)).Select(name => Path.Combine(folder, name))];
    }

    /// <summary>The size of all parts that are there.</summary>
    public static long Bytes(string path) => Paths(path).Select(part => new FileInfo(part)).Where(part => part.Exists).Sum(part => part.Length);

    [GeneratedRegex(@"^(?<stem>.*)-(?<part>[0-9]{5})-of-(?<count>[0-9]{5})(?<end>\.gguf)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
