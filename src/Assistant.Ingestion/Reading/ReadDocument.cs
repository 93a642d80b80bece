namespace Assistant.Ingestion.Reading;

/// <summary>A document turned into text: what a reader hands to chunking.</summary>
/// <param name="Title">The title found in the document, else its first heading, else its name without the extension.</param>
/// <param name="Text">The whole readable text. Blocks are ranges of it.</param>
/// <param name="Blocks">The blocks in reading order; they do not overlap, and between them is only white space.</param>
/// <param name="MediaType">The media type found by content, such as <c>text/markdown</c>.</param>
public sealed record ReadDocument(string Title, string Text, IReadOnlyList<Block> Blocks, string MediaType)
{
    /// <summary>How many pages it has, or null where a format has none.</summary>
    public int? Pages { get; init; }

    /// <summary>Tags that the document itself carries (front matter), already made plain text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>A piece of structure.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the text, in UTF-16 units.</param>
/// <param name="End">Where it ends (exclusive).</param>
/// <param name="HeadingPath">The headings above it from the outermost in, without the document's title; for a heading, its own included.</param>
/// <param name="Page">Its page, counted from 1, or null.</param>
public sealed record Block(BlockKind Kind, int Start, int End, IReadOnlyList<string> HeadingPath, int? Page);

/// <summary>What a block is.</summary>
public enum BlockKind
{
    /// <summary>A heading.</summary>
    Heading,

    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>An item of a list, its mark included.</summary>
    ListItem,

    /// <summary>A row of a table: cells joined by <c> | </c>.</summary>
    TableRow,

    /// <summary>Code or preformatted text: its line breaks matter.</summary>
    Code,
}
