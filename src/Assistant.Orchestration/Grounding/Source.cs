using Assistant.Core;

namespace Assistant.Orchestration.Grounding;

/// <summary>A numbered source as a model is given it: one passage, or neighbours of one document in reading order.</summary>
internal sealed record Source(int Number, IReadOnlyList<Passage> Passages)
{
    /// <summary>The source as it stands in the prompt.</summary>
    public string Text
    {
        get
        {
            var first = Passages[0];
            var place = first.Section.Length == 0 ? first.Title : $"{first.Title} > {first.Section}";
            var page = first.Page is { } number ? $", page {number}" : "";
            return PromptText.Safe($"[{Number}] {place}{page}\n{string.Join('\n', Passages.Select(passage => passage.Text.Trim()))}\n");
        }
    }
}
