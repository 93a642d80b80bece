using System.Text.Json.Serialization;
using Assistant.Server.Lines;

namespace Assistant.Server.Home;

/// <summary>What happens while a home is changed: the lines that the verb prints, progress for a person, and the end.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Document), "document")]
[JsonDerivedType(typeof(Summary), "summary")]
[JsonDerivedType(typeof(Documents), "documents")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Exit), "exit")]
internal abstract record WorkEvent
{
    private WorkEvent()
    {
    }

    /// <summary>The writer has taken the work; from here on it ends with <see cref="Exit"/>, or the writer died.</summary>
    internal sealed record Accepted : WorkEvent;

    /// <summary>A document of an ingestion is done.</summary>
    internal sealed record Document(IngestLine Line) : WorkEvent;

    /// <summary>An ingestion is done.</summary>
    internal sealed record Summary(IngestEnd Line) : WorkEvent;

    /// <summary>Documents as they are after a deletion or a retry.</summary>
    internal sealed record Documents(DocumentList Line) : WorkEvent;

    /// <summary>How far a long step is.</summary>
    /// <param name="Step">What is done, in words.</param>
    /// <param name="Done">How much is done.</param>
    /// <param name="Total">Of how much.</param>
    /// <param name="PerSecond">How much a second so far; null while that is not known.</param>
    internal sealed record Progress(string Step, long Done, long Total, double? PerSecond = null) : WorkEvent;

    /// <summary>Something worth telling a person.</summary>
    internal sealed record Note(string Text) : WorkEvent;

    /// <summary>The work failed as a whole.</summary>
    internal sealed record Failed(ErrorDetail Error) : WorkEvent;

    /// <summary>The end, with the exit code. Always the last event.</summary>
    internal sealed record Exit(int Code) : WorkEvent;
}
