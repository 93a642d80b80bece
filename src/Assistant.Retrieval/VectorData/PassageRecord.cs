using Assistant.Core;
using Microsoft.Extensions.VectorData;

namespace Assistant.Retrieval.VectorData;

/// <summary>A passage as Semantic Kernel code knows records.</summary>
public sealed class PassageRecord
{
    /// <summary>The passage's id.</summary>
    [VectorStoreKey]
    public required string Id { get; init; }

    /// <summary>The words.</summary>
    [VectorStoreData(IsFullTextIndexed = true)]
    public required string Text { get; init; }

    /// <summary>The document's title.</summary>
    [VectorStoreData]
    public required string Title { get; init; }

    /// <summary>The headings above the passage as one line, joined by <c> &gt; </c>; empty at the top.</summary>
    [VectorStoreData]
    public required string Section { get; init; }

    /// <summary>The page on which the passage starts, counted from 1, or null where a format has no pages.</summary>
    [VectorStoreData]
    public int? Page { get; init; }

    /// <summary>The document's name as people know it.</summary>
    [VectorStoreData]
    public required string Document { get; init; }

    /// <summary>The document's collection.</summary>
    [VectorStoreData]
    public required string Collection { get; init; }

    internal static PassageRecord Of(Passage passage) => new()
    {
        Id = passage.Id,
        Text = passage.Text,
        Title = passage.Title,
        Section = passage.Section,
        Page = passage.Page,
        Document = passage.DocumentName,
        Collection = passage.Collection,
    };
}
