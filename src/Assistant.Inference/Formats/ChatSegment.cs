namespace Assistant.Inference.Formats;

/// <summary>
/// One stretch of a prompt that is tokenized by itself: either the exact name of one control token, or text that is tokenized with
/// special parsing off. People's words only ever stand in text, so nothing that they write can become a control token.
/// </summary>
internal sealed record ChatSegment(string Text, bool IsControl);
