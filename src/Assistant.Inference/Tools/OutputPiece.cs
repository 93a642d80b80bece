namespace Assistant.Inference.Tools;

/// <summary>A part of what a model wrote: typed text, or one control token by its name. Text that spells a control token is text.</summary>
internal readonly record struct OutputPiece(string Text, bool IsControl);
