using System.Text.Json;
using Assistant.Core;

namespace Assistant.Server.Verbs;

/// <summary>A file with one JSON value, or with one on each line.</summary>
internal static class JsonInput
{
    private const long MostBytes = 256L << 20;

    /// <summary>Reads the values one by one, each with the number of its line.</summary>
    /// <exception cref="AssistantException">The file is not there (<c>missing_path</c>), too large, or not JSON (<c>bad_input</c>).</exception>
    public static IEnumerable<(int Line, JsonElement Value)> Read(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new AssistantException("missing_path", $"There is no file '{path}'.", "Relative paths begin at the current folder.");
        }

        if (file.Length > MostBytes)
        {
            throw new AssistantException("bad_input", $"'{path}' has more than {MostBytes >> 20} MiB.", "Cut it into several files.");
        }

        return file.Extension.Equals(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? File.ReadLines(path).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)).Select(line => (line.Index + 1, Parse(path, line.Index + 1, line.Item)))
            : [(1, Parse(path, 1, File.ReadAllText(path)))];
    }

    private static JsonElement Parse(string path, int line, string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new AssistantException("bad_input", $"'{path}', line {line}, is no JSON: {e.Message}", "A .json file holds one value, a .jsonl file one on each line.", e);
        }
    }
}
