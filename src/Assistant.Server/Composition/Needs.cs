namespace Assistant.Server.Composition;

/// <summary>What a command is going to need of a home, each with all before it.</summary>
internal enum Needs
{
    /// <summary>The catalogue.</summary>
    Documents,

    /// <summary>The passages, for a search by words.</summary>
    Passages,

    /// <summary>The vector of a question.</summary>
    Vectors,

    /// <summary>The model that answers, where there is one.</summary>
    Answers,
}
