using System.Globalization;
using System.Text;

namespace Assistant.Inference.Tokenizers;

/// <summary>
/// What BERT's uncased normalisation makes of a character: control characters go, blanks part words, letters become small and
/// lose their accents, punctuation and CJK ideographs stand alone. Character by character this equals the reference, which
/// normalises whole texts, because nothing that survives moves across its neighbour.
/// </summary>
internal static class RuneFolding
{
    /// <summary>What a character does to the word that is being read.</summary>
    internal enum Part : byte
    {
        Dropped,
        Blank,
        Alone,
        InWord,
    }

    // Filled as characters turn up: 2 kB for each row of 256 that occurs, and some 80 bytes for each character; racing writers write equal values.
    private static readonly Folded?[]?[] Pages = new Folded?[]?[0x110000 >> 8];

    /// <summary>A folded character: its small, bare form and its part.</summary>
    internal sealed record Folded(string Text, Part Part);

    /// <summary>Folds one character that is not ASCII, or any other.</summary>
    public static Folded Fold(Rune rune)
    {
        var page = Pages[rune.Value >> 8] ??= new Folded?[256];
        return page[rune.Value & 0xFF] ??= Compute(rune);
    }

    /// <summary>What an ASCII character does.</summary>
    public static Part PartOfAscii(char c) => c switch
    {
        ' ' or '\t' or '\n' or '\r' => Part.Blank,
        < ' ' or '\x7F' => Part.Dropped,
        >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' => Part.InWord,
        _ => Part.Alone,
    };

    private static Folded Compute(Rune rune)
    {
        if (rune.IsAscii)
        {
            return new(((char)rune.Value).ToString().ToLowerInvariant(), PartOfAscii((char)rune.Value));
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate:
            case var _ when rune == Rune.ReplacementChar:
                return new("", Part.Dropped);
            case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                return new(" ", Part.Blank);
        }

        StringBuilder bare = new();
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            {
                bare.Append(Rune.ToLowerInvariant(part));
            }
        }

        var text = bare.ToString();
        return text.Length == 0 ? new("", Part.Dropped)
            : new(text, IsIdeograph(rune.Value) || IsPunctuation(Rune.GetRuneAt(text, 0)) ? Part.Alone : Part.InWord);
    }

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? PartOfAscii((char)rune.Value) == Part.Alone
        : Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    // The blocks of the reference's _is_chinese_char: CJK ideographs, but no kana and no Hangul.
    private static bool IsIdeograph(int c) => c
        is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
        or >= 0x2B740 and <= 0x2B81F or >= 0x2B820 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
