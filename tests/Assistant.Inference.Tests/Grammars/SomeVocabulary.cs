using System.Text;
using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tests.Grammars;

/// <summary>A small vocabulary whose tokens run across the borders of JSON, and one token that ends a turn.</summary>
internal static class SomeVocabulary
{
    private static readonly string[] Words =
    [
        "{\"", "\":", "\": ", "\", \"", "\",", "\"}", "}}", "},", "[{", "}]", "[]", "{}", "[\"", "\"]", ", ", ",\n  \"", "\n", "\n  ", "    ", " true", "true", "false", "null", " null",
        "name", "\"name\"", "age", "value", "items", "id", "the", " and", "é", "ü\"", "你", "🙂", "好\",", "00", "12", "123", "-1", ".5", "0.", "e+", "2026", "-0", "3.14", "\\n", "\\u", "\\\"", "\\",
        "00e9", "d83d", "\\ude42", "red", "green", "@", ".com", "://", "Z\"", "T12", "10-", "]", "]]]]",
        "<tool_call>", "</tool_call>", "<tool_", "\n<tool_call>\n{\"name\":", "{\"name\": \"", "get_weather", "get_weather\", \"", "parameters\": {", "arguments\": ", "city", "`", "```\n", "Let me see. ", "[get_weather",
    ];

    private static readonly string[] Markers = ["[TOOL_CALLS]", "[ARGS]", "[CALL_ID]", "<|python_tag|>"];

    /// <summary>The token that ends a turn.</summary>
    public static int End { get; } = 256 + Words.Length;

    /// <summary>A token that stands for no bytes, as [TOOL_CALLS] does.</summary>
    public static int Marker { get; } = End + 1;

    /// <summary>All tokens by id.</summary>
    public static IReadOnlyList<byte[]> Tokens { get; } = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }), .. Words.Select(Encoding.UTF8.GetBytes), [], .. Markers.Select(_ => Array.Empty<byte>())];

    /// <summary>The id of a control token.</summary>
    public static int? IdOf(string name) => Array.IndexOf(Markers, name) is >= 0 and var index ? Marker + index : null;

    /// <summary>What was written, control tokens apart.</summary>
    public static IEnumerable<Assistant.Inference.Tools.OutputPiece> Pieces(IEnumerable<int> tokens)
    {
        // A character may come in several tokens.
        List<byte> text = [];
        foreach (var token in tokens)
        {
            if (token < Marker)
            {
                text.AddRange(Tokens[token]);
                continue;
            }

            yield return new(Encoding.UTF8.GetString([.. text]), IsControl: false);
            text.Clear();
            yield return new(Markers[token - Marker], IsControl: true);
        }

        yield return new(Encoding.UTF8.GetString([.. text]), IsControl: false);
    }

    /// <summary>The grammars of it.</summary>
    public static ModelGrammars Grammars() => new(() => new VocabularyTrie(Tokens));
}
