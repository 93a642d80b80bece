using System.ComponentModel;
using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>A search.</summary>
internal sealed record SearchRequest
{
    private const int MaxTop = 100;

    [Description("What to look for, at most 8000 characters.")]
    public string? Query { get; init; }

    [Description("Only this collection.")]
    public string? Collection { get; init; }

    [Description("Only these collections.")]
    public IReadOnlyList<string>? Collections { get; init; }

    [Description("How many passages at most: 1 to 100; 10 when left out.")]
    public int? Top { get; init; }

    [Description("Words and vectors (hybrid, the default), words alone (lexical) or vectors alone (dense).")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<RetrievalMode>))]
    public RetrievalMode Mode { get; init; } = RetrievalMode.Hybrid;

    /// <summary>How many passages, checked.</summary>
    /// <exception cref="AssistantException">Out of range (<c>bad_top</c>).</exception>
    public int CheckedTop() => Top switch
    {
        null => 10,
        >= 1 and <= MaxTop and var top => top,
        _ => throw new AssistantException("bad_top", $"\"top\" must be between 1 and {MaxTop}."),
    };

    /// <exception cref="AssistantException">The query is blank or too long.</exception>
    public Question ToQuestion(Asker asker) =>
        new(AskRequest.CheckedQuestion(Query, "query"), asker) { Collections = AskRequest.Named(Collection, Collections) };
}
