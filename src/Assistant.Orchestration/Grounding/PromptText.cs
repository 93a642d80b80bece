using System.Text;
using System.Xml;

namespace Assistant.Orchestration.Grounding;

/// <summary>Makes text of documents and people fit to be a variable of a prompt.</summary>
internal static class PromptText
{
    /// <summary>The text without characters that XML cannot hold.</summary>
    /// <remarks>
    /// Semantic Kernel encodes variables, so they cannot end a message or start one. But one control character makes its reader give
    /// the message structure up, and the whole prompt, instructions included, would become a single user message.
    /// </remarks>
    public static string Safe(string text)
    {
        StringBuilder? safe = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair || XmlConvert.IsXmlChar(text[i]) && text[i] != '\r')
            {
                safe?.Append(text, i, isPair ? 2 : 1);
            }
            else
            {
                safe ??= new StringBuilder(text.Length).Append(text, 0, i);
                safe.Append(text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? "" : text[i] == '\r' ? "\n" : " ");
            }

            i += isPair ? 1 : 0;
        }

        return safe?.ToString() ?? text;
    }
}
