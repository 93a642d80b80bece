namespace Assistant.Orchestration.Checking;

/// <summary>A word of a statement: as it stands there (spelling folded), the term that search goes by, and where it stands.</summary>
internal readonly record struct Word(string Text, string Stem, int Start, bool IsContent)
{
    public int End => Start + Text.Length;

    public bool StartsUpper => char.IsUpper(Text[0]);
}
