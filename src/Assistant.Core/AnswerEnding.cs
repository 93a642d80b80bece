namespace Assistant.Core;

/// <summary>How an answer ended.</summary>
public enum AnswerEnding
{
    /// <summary>Written by a model, every sentence checked against its passages.</summary>
    Grounded,

    /// <summary>Put together from quoted sentences.</summary>
    Extracted,

    /// <summary>The documents that the asker may read do not answer the question.</summary>
    NotFound,

    /// <summary>A plugin did something.</summary>
    Acted,

    /// <summary>The question was refused.</summary>
    Declined,

    /// <summary>Something broke; the reason may be shown.</summary>
    Failed,
}
