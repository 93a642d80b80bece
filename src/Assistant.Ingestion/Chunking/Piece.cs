namespace Assistant.Ingestion.Chunking;

/// <summary>The smallest part of a document that chunking moves about: a block, or a sentence or less of a long one.</summary>
/// <param name="Start">Where it starts in the document's text.</param>
/// <param name="End">Where it ends (exclusive).</param>
/// <param name="Cost">Its length in tokens, or more where a text is denser than tokens tell.</param>
/// <param name="Block">The number of its block.</param>
/// <param name="Cut">What lies before it.</param>
/// <param name="Header">The header row that a passage starting with this piece repeats.</param>
internal readonly record struct Piece(int Start, int End, int Cost, int Block, Border Cut, TableHeader? Header);

/// <summary>What lies before a piece.</summary>
internal enum Border
{
    /// <summary>The start of a block.</summary>
    Block,

    /// <summary>A place inside a block: the text runs on, so that passages cut here share some of it.</summary>
    Inside,

    /// <summary>A place inside a word.</summary>
    Word,
}

/// <summary>The first row of a table, for passages that start further down in it.</summary>
/// <param name="Text">The row.</param>
/// <param name="Cost">Its length in tokens.</param>
internal sealed record TableHeader(string Text, int Cost);
