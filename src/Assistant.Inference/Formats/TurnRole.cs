namespace Assistant.Inference.Formats;

/// <summary>Who speaks in a turn.</summary>
internal enum TurnRole
{
    System,
    User,
    Assistant,
    Tool,
}
