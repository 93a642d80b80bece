namespace Assistant.Core;

/// <summary>What the index is asked for: words, a vector, or both.</summary>
public sealed record PassageQuery
{
    /// <summary>The words to look for in the lexical list, each text with its weight; empty for no lexical list.</summary>
    public IReadOnlyList<WeightedText> Words { get; init; } = [];

    /// <summary>The unit vector to look for in the dense list; empty for no dense list.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>The embedder of <see cref="Vector"/>: where the index holds another one's vectors, the dense list is empty.</summary>
    public string Embedder { get; init; } = "";

    /// <summary>How many matches each list has at most.</summary>
    /// <value>The default is 100.</value>
    public int Top { get; init; } = 100;

    /// <summary>Only passages of these collections; empty for all that the asker may read.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>Only passages of documents that have, for each key, one of the values; empty for no such filter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>A text and how much its score counts.</summary>
/// <param name="Text">The text.</param>
/// <param name="Weight">The factor of its score; 1 for the question itself.</param>
public readonly record struct WeightedText(string Text, double Weight);
