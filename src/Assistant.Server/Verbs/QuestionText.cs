using Assistant.Core;

namespace Assistant.Server.Verbs;

/// <summary>Checks what people ask before anything is opened for it.</summary>
internal static class QuestionText
{
    /// <summary>Makes sure that it is a question that can be asked.</summary>
    /// <exception cref="AssistantException">It is empty (<c>empty_question</c>) or too long (<c>question_too_long</c>).</exception>
    public static void Check(string text, string noun = "question")
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new AssistantException("empty_question", $"The {noun} is empty.", $"Give the {noun} in quotes.");
        }

        if (text.Length > Question.MaxLength)
        {
            throw new AssistantException(
                "question_too_long",
                $"The {noun} has {text.Length:N0} characters; at most {Question.MaxLength:N0} are taken.",
                "Shorten it; a long text belongs into a document ('assistant ingest').");
        }
    }
}
