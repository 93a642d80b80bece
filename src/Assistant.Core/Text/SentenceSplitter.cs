using System.Collections.Frozen;

namespace Assistant.Core.Text;

/// <summary>Finds the sentences of a text: at marks that end one, at line breaks between blocks, and at list items.</summary>
public static class SentenceSplitter
{
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        [
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "eg", "e.g", "ie", "i.e", "cf", "fig", "no", "nos", "vol",
            "pp", "p", "al", "approx", "dept", "inc", "ltd", "co", "corp", "u.s", "u.k", "a.m", "p.m", "ca", "bzw", "z.b", "d.h", "usw",
            "nr", "abs", "art", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "gen", "sen", "rep", "gov",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The ranges of the sentences in their order, without the blanks around them. Never empty ranges; together they hold every character that is not blank.</summary>
    public static IReadOnlyList<Range> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Range> sentences = [];
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var ends = text[at] switch
            {
                '\n' => IsBlockBreak(text, at),
                '。' or '！' or '？' or '।' or '؟' or '۔' => true,
                '.' or '!' or '?' or '…' => IsSentenceEnd(text, start, at),
                _ => false,
            };
            if (!ends)
            {
                continue;
            }

            while (at + 1 < text.Length && IsClosing(text, at + 1))
            {
                at++;
            }

            Add(sentences, text, start, at + 1);
            start = at + 1;
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    // A single line break inside a paragraph is only a wrapped line; a blank line, a list mark, a table row or a heading starts anew.
    private static bool IsBlockBreak(string text, int at)
    {
        var next = at + 1;
        while (next < text.Length && text[next] is ' ' or '\t' or '\r')
        {
            next++;
            if (next >= text.Length)
            {
                return true;
            }
        }

        if (next >= text.Length || text[next] is '\n' or '-' or '*' or '•' or '|' or '#' or '+' or '>')
        {
            return true;
        }

        if (at > 0 && text[at - 1] is '|' or ':')
        {
            return true;
        }

        var digit = next;
        while (digit < text.Length && digit - next < 3 && char.IsAsciiDigit(text[digit]))
        {
            digit++;
        }

        return digit > next && digit + 1 < text.Length && text[digit] is '.' or ')' && text[digit + 1] == ' ';
    }

    private static bool IsSentenceEnd(string text, int start, int at)
    {
        var next = at + 1;
        while (next < text.Length && IsClosing(text, next))
        {
            next++;
        }

        if (next >= text.Length)
        {
            return true;
        }

        if (!char.IsWhiteSpace(text[next]))
        {
            return false;
        }

        if (text[at] != '.')
        {
            return true;
        }

        var wordStart = at;
        while (wordStart > start && (char.IsLetterOrDigit(text[wordStart - 1]) || text[wordStart - 1] == '.'))
        {
            wordStart--;
        }

        var word = text[wordStart..at];
        var isInitial = word.Length == 1 && char.IsUpper(word[0]) && word != "I";
        var following = next;
        while (following < text.Length && text[following] is ' ' or '\t')
        {
            following++;
            if (following >= text.Length)
            {
                return true;
            }
        }

        // "3. Do this" at the start of a line is a list number, not a sentence.
        var isListNumber = word.Length is > 0 and < 4 && word.All(char.IsAsciiDigit) && IsLineStart(text, wordStart);
        return !isInitial && !isListNumber && !Abbreviations.Contains(word) && (following >= text.Length || !char.IsLower(text[following]));
    }

    private static bool IsLineStart(string text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t')
        {
            at--;
            if (at == 0)
            {
                return true;
            }
        }

        return at == 0 || text[at - 1] == '\n';
    }

    private static bool IsClosing(string text, int at)
    {
        if (text[at] is '"' or '\'' or ')' or ']' or '”' or '’' or '»' or '.' or '!' or '?')
        {
            return true;
        }

        return text[at] is '*' or '_' && text[at - 1] is '.' or '!' or '?' or '*';
    }

    private static void Add(List<Range> sentences, string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            sentences.Add(start..end);
        }
    }
}
