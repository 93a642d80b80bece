using System.Globalization;
using System.Text;

namespace Assistant.Retrieval.Words;

/// <summary>A text in NFKC that still knows where each of its characters stood in the original.</summary>
internal readonly struct FoldedText
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    private FoldedText(string text, int[]? starts, int[]? ends)
    {
        Text = text;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>The text in NFKC.</summary>
    public string Text { get; }

    /// <summary>Folds a text; one that is in NFKC already is taken as it is.</summary>
    public static FoldedText Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return new(text, null, null);
        }

        var whole = WithoutLoneSurrogates(text);
        return whole.IsNormalized(NormalizationForm.FormKC) ? new(whole, null, null) : Fold(whole);
    }

    /// <summary>Where a range of the folded text stands in the original.</summary>
    public (int Start, int Length) Original(int start, int end) =>
        _starts is null ? (start, end - start) : (_starts[start], _ends![end - 1] - _starts[start]);

    // Each base character is folded together with its marks: they are what compose, so the pieces give the same text as the whole.
    private static FoldedText Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        List<int> starts = new(text.Length);
        List<int> ends = new(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = at + (char.IsSurrogate(text[at]) ? 2 : 1);
            while (end < text.Length && Joins(text, end))
            {
                end += char.IsSurrogate(text[end]) ? 2 : 1;
            }

            folded.Append(end - at == 1 && char.IsAscii(text[at]) ? text[at..end] : text[at..end].Normalize(NormalizationForm.FormKC));
            while (starts.Count < folded.Length)
            {
                starts.Add(at);
                ends.Add(end);
            }

            at = end;
        }

        return new(folded.ToString(), [.. starts], [.. ends]);
    }

    private static bool Joins(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || text[at] is (>= '\u1160' and <= '\u11FF') or '\uFF9E' or '\uFF9F';

    // Normalisation refuses half a pair; a file with such a defect must be searchable all the same.
    private static string WithoutLoneSurrogates(string text)
    {
        char[]? mended = null;
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
                continue;
            }

            mended ??= text.ToCharArray();
            mended[at] = '\uFFFD';
        }

        return mended is null ? text : new(mended);
    }
}
