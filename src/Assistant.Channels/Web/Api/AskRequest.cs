using System.ComponentModel;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>A question.</summary>
internal sealed record AskRequest
{
    // Long enough for any client's own ids, short enough for a key.
    private const int MaxNameLength = 128;

    [Description("The question, at most 8000 characters.")]
    public string? Question { get; init; }

    [Description("Only this collection.")]
    public string? Collection { get; init; }

    [Description("Only these collections.")]
    public IReadOnlyList<string>? Collections { get; init; }

    [Description("The conversation that the question is part of: an id of the client's choice, hard to guess.")]
    public string? Conversation { get; init; }

    [Description("The model to answer with; 'extractive' for quoted sentences only.")]
    public string? Model { get; init; }

    /// <exception cref="AssistantException">Something is missing or too long.</exception>
    public Question ToQuestion(Asker asker)
    {
        Require(Conversation, "conversation");
        Require(Model, "model");
        return new(CheckedQuestion(Question, "question"), asker)
        {
            Collections = Named(Collection, Collections),
            ConversationId = NullIfBlank(Conversation),
            Model = NullIfBlank(Model),
        };
    }

    /// <exception cref="AssistantException">It is blank (<c>empty_question</c>) or too long (<c>question_too_long</c>).</exception>
    public static string CheckedQuestion(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new AssistantException("empty_question", "The question is empty.", $"Send the words in \"{field}\".");
        }

        return text.Length <= Core.Question.MaxLength
            ? text
            : throw new AssistantException("question_too_long", $"The question has {text.Length} characters; at most {Core.Question.MaxLength} are taken.");
    }

    /// <summary>One list of what may be named once or as a list.</summary>
    public static IReadOnlyList<string> Named(string? one, IReadOnlyList<string>? many) =>
        [.. (many ?? []).Append(one).Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name!).Distinct(StringComparer.Ordinal)];

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static void Require(string? text, string field)
    {
        if (text is { Length: > MaxNameLength } || text?.Any(char.IsControl) == true)
        {
            throw new AssistantException("bad_" + field, $"The {field} must have at most {MaxNameLength} characters, and no control characters.");
        }
    }
}
