using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>One event of a streamed answer.</summary>
internal abstract record AnswerEvent
{
    private AnswerEvent()
    {
    }

    /// <summary>What the assistant is at.</summary>
    public sealed record Step(AnswerStep At) : AnswerEvent;

    /// <summary>More words, marks included.</summary>
    public sealed record Words(string Text) : AnswerEvent;

    /// <summary>What a mark stands for.</summary>
    public sealed record Cited(CitationEntry Citation) : AnswerEvent;

    /// <summary>The end.</summary>
    /// <param name="Answer">The whole answer.</param>
    /// <param name="Fault">What broke, or null when the assistant itself told the ending.</param>
    public sealed record Finished(AskAnswer Answer, ApiFault? Fault) : AnswerEvent;
}

/// <summary>The data of a <c>step</c> event.</summary>
internal sealed record StepData([property: JsonConverter(typeof(SnakeCaseEnumConverter<AnswerStep>))] AnswerStep Step);

/// <summary>The data of a <c>words</c> event.</summary>
internal sealed record WordsData(string Text);
