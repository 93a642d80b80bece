namespace Assistant.Core;

/// <summary>A piece of a document that is found, shown and cited as a whole.</summary>
/// <remarks>Equality is by <see cref="Id"/>: ids are never used again for other words.</remarks>
public sealed record Passage
{
    /// <summary>The id, unique in the home: <c>{version id}-{ordinal}</c>. Sorts in reading order within a document.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the document that it is part of.</summary>
    public required string DocumentId { get; init; }

    /// <summary>The document's name as people know it, such as <c>travel/leave.md</c>.</summary>
    public required string DocumentName { get; init; }

    /// <summary>The collection of the document.</summary>
    public required string Collection { get; init; }

    /// <summary>The document's title.</summary>
    public required string Title { get; init; }

    /// <summary>The headings above the passage, from the outermost in, without the title; empty at the top.</summary>
    public IReadOnlyList<string> HeadingPath { get; init; } = [];

    /// <summary>The page on which the passage starts, counted from 1, or null where a format has no pages.</summary>
    public int? Page { get; init; }

    /// <summary>Its place within the document, counted from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Where the passage starts in the document's extracted text, in UTF-16 units.</summary>
    public int Start { get; init; }

    /// <summary>Where the passage ends in the document's extracted text (exclusive), in UTF-16 units.</summary>
    public int End { get; init; }

    /// <summary>The words.</summary>
    public required string Text { get; init; }

    /// <summary>The length in tokens of the embedder that it was cut for.</summary>
    public int Tokens { get; init; }

    /// <summary>The language of the document as a two-letter code, or <c>und</c> when unknown.</summary>
    public string Language { get; init; } = "und";

    /// <summary>The heading path as one line, joined by <c> &gt; </c>; empty at the top.</summary>
    public string Section => string.Join(" > ", HeadingPath);

    /// <inheritdoc/>
    public bool Equals(Passage? other) => other is not null && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
