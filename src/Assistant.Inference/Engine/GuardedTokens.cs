using System.Text.RegularExpressions;

namespace Assistant.Inference.Engine;

/// <summary>
/// llama.cpp finds tokens of the type "user defined" in text even with special parsing off. Where such a token steers the model,
/// a text that spells it is cut in the middle of the spelling, so that it stays text.
/// </summary>
internal sealed partial class GuardedTokens(IEnumerable<string> userDefined)
{
    // Longest first, so that a name that starts with another is cut once.
    private readonly string[] steering = [.. userDefined.Where(token => Steers().IsMatch(token)).OrderByDescending(token => token.Length)];

    /// <summary>Whether a user defined token of that name steers the model.</summary>
    public static bool IsSteering(string token) => Steers().IsMatch(token);

    /// <summary>The text in parts that are to be tokenized one by one; one part when it spells nothing.</summary>
    public List<string> Split(string text)
    {
        List<string> parts = [];
        var start = 0;
        for (var position = 0; position < text.Length && steering.Length > 0; position++)
        {
            if (text[position] is '[' or '<' && steering.Any(token => string.CompareOrdinal(text, position, token, 0, token.Length) == 0))
            {
                parts.Add(text[start..(position + 1)]);
                start = position + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    // [REFERENCE_DOC_7] and [REF] (Mistral), <tool_call> and <think> (Qwen), <|...|>: but not the <h1>, <b> or runs of blanks that
    // other vocabularies (Gemma) hold as plain words.
    [GeneratedRegex(@"^(\[/?[A-Z0-9_]+\]|</?[a-z]+(_[a-z]+)+>|</?think>|<\|.*\|>)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Steers();
}
