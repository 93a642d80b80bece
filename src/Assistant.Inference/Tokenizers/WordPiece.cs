namespace Assistant.Inference.Tokenizers;

/// <summary>One token of a text.</summary>
/// <param name="Id">Its number in the vocabulary.</param>
/// <param name="Start">Where in the text it begins, in UTF-16 units.</param>
/// <param name="Length">How much of the text it stands for, in UTF-16 units. Accents that were taken off count with their letter.</param>
public readonly record struct WordPiece(int Id, int Start, int Length);
