using System.Globalization;

namespace Assistant.Inference.Grammars;

/// <summary>
/// Reads a regular expression of a schema as the strings that it matches somewhere, or as a whole where it is anchored. What is not
/// regular, or is read differently by different engines, is refused. Characters outside of the basic plane are never generated for it,
/// because some engines count them as two.
/// </summary>
internal sealed class PatternReader
{
    private const int MostTimes = 1000;
    private const int Deepest = 32;

    private static readonly CodePoints Plane = CodePoints.Of((0, 0xFFFF));
    private static readonly CodePoints Digits = CodePoints.Of(('0', '9'));
    private static readonly CodePoints WordLetters = CodePoints.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    // Without those that only some engines take for white space.
    private static readonly CodePoints Spaces = CodePoints.Of((9, 13), (0x20, 0x20));
    private static readonly CodePoints NoSpaces = CodePoints.Of(
        (0, 8), (9, 13), (0x20, 0x20), (0x1C, 0x1F), (0x7F, 0xA0), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x3000, 0x3000),
        (0xFEFF, 0xFEFF), (0xE000, 0x10FFFF)).Inverse();

    // Engines differ in what beyond ASCII is a digit or a letter.
    private static readonly CodePoints NoDigits = CodePoints.Of((0, 0x7F)).Within(Digits.Inverse());
    private static readonly CodePoints NoWordLetters = CodePoints.Of((0, 0x7F)).Within(WordLetters.Inverse());
    private static readonly CodePoints AnyButLineEnds = CodePoints.Of((0, 0xFFFF)).Within(CodePoints.Of((10, 10), (13, 13), (0x85, 0x85), (0x2028, 0x2029)).Inverse());

    private readonly TermTable table;
    private readonly JsonTerms json;
    private readonly string pattern;
    private int position;
    private int depth;

    private PatternReader(TermTable table, JsonTerms json, string pattern)
    {
        this.table = table;
        this.json = json;
        this.pattern = pattern;
    }

    /// <summary>What stands between the quotes.</summary>
    /// <exception cref="FormatException">It is no expression that can be promised; the message says why.</exception>
    public static Term Read(TermTable table, JsonTerms json, string pattern)
    {
        PatternReader reader = new(table, json, pattern);
        var term = reader.Alternatives();
        return reader.position < pattern.Length ? throw reader.Refuse("a ')' without '('") : term;
    }

    private Term Alternatives()
    {
        List<Term> parts = [Whole()];
        while (Take('|'))
        {
            parts.Add(Whole());
        }

        return table.Either(parts);
    }

    // One alternative of the outermost level: what isn't anchored may have anything around it.
    private Term Whole()
    {
        var anything = table.Repeat(json.Char(CodePoints.All), 0, TermTable.Unlimited);
        var startsHere = Take('^');
        var inner = Items();
        var endsHere = Take('$');
        if (position < pattern.Length && pattern[position] is not ('|' or ')'))
        {
            throw Refuse("something after '$'");
        }

        return table.Sequence(startsHere ? table.Empty : anything, inner, endsHere ? table.Empty : anything);
    }

    private Term Group()
    {
        if (++depth > Deepest)
        {
            throw Refuse("groups too deep in one another");
        }

        if (Take('?') && !Take(':'))
        {
            throw Refuse("a group that looks around or is named");
        }

        List<Term> parts = [Items()];
        while (Take('|'))
        {
            parts.Add(Items());
        }

        if (!Take(')'))
        {
            throw Refuse(position < pattern.Length && pattern[position] == '$' ? "'$' inside a group" : "a '(' without ')'");
        }

        depth--;
        return table.Either(parts);
    }

    private Term Items()
    {
        List<Term> items = [];
        while (position < pattern.Length && pattern[position] is not ('|' or ')' or '$'))
        {
            items.Add(Times(Item()));
        }

        return table.Sequence([.. items]);
    }

    private Term Item()
    {
        var letter = pattern[position++];
        return letter switch
        {
            '(' => Group(),
            '[' => json.Char(Class().Within(Plane)),
            '.' => json.Char(AnyButLineEnds),
            '\\' => json.Char(Escape(inClass: false).Within(Plane)),
            '^' => throw Refuse("'^' behind the start"),
            '*' or '+' or '?' or '{' => throw Refuse($"'{letter}' with nothing before it"),
            _ when char.IsSurrogate(letter) => throw Refuse("a character outside of the basic plane"),
            _ => json.Char(CodePoints.Of((letter, letter))),
        };
    }

    private Term Times(Term item)
    {
        var (least, most) = Take('*') ? (0, TermTable.Unlimited)
            : Take('+') ? (1, TermTable.Unlimited)
            : Take('?') ? (0, 1)
            : Take('{') ? Counts()
            : (1, 1);
        if ((least, most) == (1, 1))
        {
            return item;
        }

        // A lazy quantifier matches the same strings.
        Take('?');
        return position < pattern.Length && pattern[position] is '*' or '+' or '{'
            ? throw Refuse("two quantifiers in a row")
            : table.Repeat(item, least, most);
    }

    private (int Least, int Most) Counts()
    {
        var least = Count();
        var most = !Take(',') ? least : position < pattern.Length && pattern[position] == '}' ? TermTable.Unlimited : Count();
        return Take('}') && most >= least ? (least, most) : throw Refuse("a quantifier that is none");
    }

    private int Count()
    {
        var start = position;
        while (position < pattern.Length && char.IsAsciiDigit(pattern[position]))
        {
            position++;
        }

        return int.TryParse(pattern.AsSpan(start, position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostTimes
            ? count
            : throw Refuse($"a quantifier that is no number up to {MostTimes}");
    }

    private CodePoints Class()
    {
        var isInverse = Take('^');
        var start = position;
        if (Take(']'))
        {
            throw Refuse("a class that begins with ']', which engines read differently");
        }

        List<CodePoints> parts = [];
        while (!Take(']'))
        {
            var first = ClassItem();
            if (position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']')
            {
                position++;
                var last = ClassItem();
                if (first.Ranges is not [var (low, only)] || low != only || last.Ranges is not [var (high, same)] || high != same || low > high)
                {
                    throw Refuse("a range that is none");
                }

                first = CodePoints.Of((low, high));
            }

            parts.Add(first);
        }

        var set = parts.Aggregate(CodePoints.Of(), (all, part) => all.With(part));
        if (!isInverse)
        {
            return set;
        }

        // Turned round, what only some engines take for a space, a digit or a letter has to stay out.
        var written = pattern[start..position];
        set = set.Inverse();
        set = written.Contains("\\s", StringComparison.Ordinal) ? set.Within(NoSpaces) : set;
        return written.Contains("\\d", StringComparison.Ordinal) || written.Contains("\\w", StringComparison.Ordinal) ? set.Within(CodePoints.Of((0, 0x7F))) : set;
    }

    private CodePoints ClassItem()
    {
        if (position >= pattern.Length)
        {
            throw Refuse("a '[' without ']'");
        }

        var letter = pattern[position++];
        if (letter == '\\')
        {
            return Escape(inClass: true);
        }

        return char.IsSurrogate(letter) || letter == '[' ? throw Refuse("a class that engines read differently") : CodePoints.Of((letter, letter));
    }

    private CodePoints Escape(bool inClass)
    {
        if (position >= pattern.Length)
        {
            throw Refuse("a '\\' at the end");
        }

        var letter = pattern[position++];
        return letter switch
        {
            'd' => Digits,
            'w' => WordLetters,
            's' => Spaces,
            // Inside a class that is turned round a smaller set would let too much through.
            'D' or 'W' or 'S' when inClass => throw Refuse($"'\\{letter}' in a class"),
            'D' => NoDigits,
            'W' => NoWordLetters,
            'S' => NoSpaces,
            'n' => One('\n'),
            'r' => One('\r'),
            't' => One('\t'),
            'f' => One('\f'),
            'v' => One('\v'),
            'x' => One(Hex(2)),
            'u' => One(Hex(4)),
            _ when char.IsAsciiLetterOrDigit(letter) || letter > '~' => throw Refuse($"'\\{letter}'"),
            _ => One(letter),
        };
    }

    private static CodePoints One(int letter) => CodePoints.Of((letter, letter));

    private int Hex(int digits)
    {
        if (position + digits > pattern.Length || !int.TryParse(pattern.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Refuse("a code that is no hexadecimal number");
        }

        position += digits;
        return value;
    }

    private bool Take(char letter)
    {
        if (position < pattern.Length && pattern[position] == letter)
        {
            position++;
            return true;
        }

        return false;
    }

    private FormatException Refuse(string what) => new($"it has {what} at character {position}");
}
