namespace Assistant.Inference.Tools;

/// <summary>What there is to know of the words so far.</summary>
internal record struct FreeWords
{
    /// <summary>Where quotes stand in them.</summary>
    public QuoteScanner Quotes;

    /// <summary>Whether there are any but blanks.</summary>
    public bool AreThere;

    /// <summary>Whether they are thoughts, in which nothing is a call.</summary>
    public bool AreThoughts;
}
