using System.Globalization;
using System.Text;

namespace Assistant.Retrieval.Words;

/// <summary>What a character is to the word breaker.</summary>
internal enum LetterClass : byte
{
    /// <summary>Ends a word.</summary>
    None,

    /// <summary>Belongs to the word it follows, whatever its script.</summary>
    Mark,

    /// <summary>A number, or a letter of a script with blanks between words and without a stemmer here.</summary>
    Word,
    Latin,
    Cyrillic,
    Greek,
    Arabic,

    /// <summary>Ideograms and kana: no blanks between words, so pairs of characters are the terms.</summary>
    Cjk,

    /// <summary>Hangul: particles stick to nouns, so pairs of syllables are the terms.</summary>
    Hangul,

    /// <summary>Thai, Lao, Khmer and Burmese: no blanks between words, so triples of characters are the terms.</summary>
    Unspaced,
}

/// <summary>Classes of characters, looked up in one table for the basic plane.</summary>
internal static class LetterClasses
{
    private static readonly byte[] BasicPlane = [.. Enumerable.Range(0, char.MaxValue + 1).Select(unit => (byte)Classify(unit, CharUnicodeInfo.GetUnicodeCategory((char)unit)))];

    /// <summary>The class of the character at a place, and how many UTF-16 units it takes.</summary>
    public static LetterClass At(ReadOnlySpan<char> text, int at, out int units)
    {
        var unit = text[at];
        units = 1;
        if (!char.IsHighSurrogate(unit) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
        {
            return (LetterClass)BasicPlane[unit];
        }

        units = 2;
        Rune rune = new(unit, text[at + 1]);
        return Classify(rune.Value, Rune.GetUnicodeCategory(rune));
    }

    private static LetterClass Classify(int code, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => OfLetter(code),
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => LetterClass.Mark,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber => LetterClass.Word,
        UnicodeCategory.LetterNumber => code is 0x3007 or (>= 0x3021 and <= 0x3029) ? LetterClass.Cjk : LetterClass.Word,
        _ => LetterClass.None,
    };

    private static LetterClass OfLetter(int code) => code switch
    {
        < 0x0250 or (>= 0x1E00 and <= 0x1EFF) or (>= 0x2C60 and <= 0x2C7F) => LetterClass.Latin,
        (>= 0x0370 and <= 0x03FF) or (>= 0x1F00 and <= 0x1FFF) => LetterClass.Greek,
        (>= 0x0400 and <= 0x052F) or (>= 0x1C80 and <= 0x1C8F) or (>= 0x2DE0 and <= 0x2DFF) => LetterClass.Cyrillic,
        (>= 0x0600 and <= 0x06FF) or (>= 0x0750 and <= 0x077F) or (>= 0x08A0 and <= 0x08FF) => LetterClass.Arabic,
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) => LetterClass.Unspaced,
        (>= 0x3005 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) => LetterClass.Cjk,
        (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF) => LetterClass.Hangul,
        _ => LetterClass.Word,
    };
}
