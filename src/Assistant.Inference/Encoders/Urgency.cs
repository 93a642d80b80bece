namespace Assistant.Inference.Encoders;

/// <summary>Who waits for a text: smaller goes first.</summary>
internal enum Urgency
{
    /// <summary>Somebody's question: it goes past everything else.</summary>
    Question,

    /// <summary>Something that somebody waits for, such as the sentences of an answer.</summary>
    Awaited,

    /// <summary>Nobody waits: it uses what others leave.</summary>
    Background,
}
