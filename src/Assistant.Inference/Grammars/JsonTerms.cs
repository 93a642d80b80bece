using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Grammars;

/// <summary>The pieces of JSON as terms. White space is bounded everywhere, so that a model cannot run on in blanks.</summary>
internal sealed class JsonTerms
{
    // So many digits every reader of doubles tells apart.
    private const int MostDigits = 15;
    private const int DeepestFree = 8;
    private const int MostIndent = 16;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    private readonly TermTable table;
    private readonly Dictionary<int, Term> free = [];

    public JsonTerms(TermTable table)
    {
        this.table = table;
        Digit = Bytes("0123456789");
        Gap = table.Either(table.Empty, Bytes(" "), table.Then(Bytes("\n"), table.Repeat(Bytes(" "), 0, MostIndent)));
        Blank = table.Optional(Bytes(" "));
        Quote = Bytes("\"");
        Comma = table.Then(Bytes(","), Gap);
        var hex = Bytes("0123456789abcdefABCDEF");
        var raw = Char(CodePoints.All);
        // Half a surrogate pair is no character, and NUL upsets too many readers.
        var basic = table.Either(
            table.Sequence(Bytes("123456789abcefABCEF"), hex, hex, hex),
            table.Sequence(Bytes("0"), table.Either(
                table.Sequence(Bytes("123456789abcdefABCDEF"), hex, hex),
                table.Sequence(Bytes("0"), table.Either(table.Then(Bytes("123456789abcdefABCDEF"), hex), table.Then(Bytes("0"), Bytes("123456789abcdefABCDEF")))))),
            table.Sequence(Bytes("dD"), Bytes("01234567"), hex, hex));
        var pair = table.Sequence(Bytes("dD"), Bytes("89abAB"), hex, hex, Bytes("\\"), Bytes("u"), Bytes("dD"), Bytes("cdefCDEF"), hex, hex);
        AnyChar = table.Either(raw, table.Text("\\/"u8), table.Sequence(Bytes("\\"), Bytes("u"), table.Either(basic, pair)));
        Number = table.Sequence(
            table.Optional(Bytes("-")),
            table.Either(Bytes("0"), table.Then(Bytes("123456789"), table.Repeat(Digit, 0, MostDigits - 1))),
            table.Optional(table.Then(Bytes("."), table.Repeat(Digit, 1, MostDigits))),
            table.Optional(table.Sequence(Bytes("eE"), table.Optional(Bytes("+-")), table.Repeat(Digit, 1, 2))));
        Integer = table.Either(Bytes("0"), table.Sequence(table.Optional(Bytes("-")), Bytes("123456789"), table.Repeat(Digit, 0, MostDigits - 1)));
    }

    /// <summary>A digit.</summary>
    public Term Digit { get; }

    /// <summary>Where a line may be broken: nothing, a space, or a new line with its indent.</summary>
    public Term Gap { get; }

    /// <summary>A space or nothing.</summary>
    public Term Blank { get; }

    /// <summary>The sign around strings.</summary>
    public Term Quote { get; }

    /// <summary>Between two items.</summary>
    public Term Comma { get; }

    /// <summary>Any character of a string, in any of its spellings.</summary>
    public Term AnyChar { get; }

    /// <summary>Any number that a double holds.</summary>
    public Term Number { get; }

    /// <summary>Any whole number that a double holds exactly.</summary>
    public Term Integer { get; }

    /// <summary>true or false.</summary>
    public Term Boolean => table.Either(table.Text("true"u8), table.Text("false"u8));

    /// <summary>null.</summary>
    public Term Null => table.Text("null"u8);

    /// <summary>One of these letters.</summary>
    public Term Bytes(string letters) => table.Bytes(ByteSet.Of(letters));

    /// <summary>
    /// A character of a set inside a string, each in one spelling only: as itself, or with a backslash where JSON wants one. Control
    /// characters that have no short spelling are left out.
    /// </summary>
    public Term Char(CodePoints set)
    {
        List<Term> parts = [];
        foreach (var (first, last) in set.Within(CodePoints.Of((0x20, 0x21), (0x23, 0x5B), (0x5D, 0x10FFFF))).Ranges)
        {
            parts.Add(Utf8Ranges.Of(table, first, last));
        }

        var escaped = "\"\"\\\\\bb\ff\nn\rr\tt".Chunk(2).Where(pair => set.Ranges.Any(range => range.First <= pair[0] && pair[0] <= range.Last)).ToList();
        if (escaped.Count > 0)
        {
            parts.Add(table.Then(Bytes("\\"), Bytes(string.Concat(escaped.Select(pair => pair[1])))));
        }

        return table.Either(parts);
    }

    /// <summary>A string with so many characters.</summary>
    public Term String(int least, int most) => table.Sequence(Quote, table.Repeat(AnyChar, least, most), Quote);

    /// <summary>Exactly this value.</summary>
    public Term Literal(JsonElement value) => table.Text(JsonSerializer.SerializeToUtf8Bytes(value, Plain));

    /// <summary>A text as what stands between the quotes, in the spelling of <see cref="Char"/>.</summary>
    public Term Inner(string text) => table.Text(Encoding.UTF8.GetBytes(PythonJson.Write(text)[1..^1]));

    /// <summary>A property of an object.</summary>
    public Term Property(string name, Term value) => table.Sequence(Quote, Inner(name), Quote, Bytes(":"), Blank, value);

    /// <summary>Items between brackets or braces.</summary>
    public Term Enclosed(string open, Term items, string close) =>
        table.Either(
            table.Sequence(Bytes(open), Gap, table.WithoutEmpty(items), Gap, Bytes(close)),
            items.IsNullable ? table.Sequence(Bytes(open), Gap, Bytes(close)) : table.Nothing);

    /// <summary>Items with commas between them.</summary>
    public Term List(Term item, int least, int most) =>
        most == 0 ? (least == 0 ? table.Empty : table.Nothing)
        : least == 0 ? table.Optional(List(item, 1, most))
        : table.Then(item, table.Repeat(table.Then(Comma, item), least - 1, most == TermTable.Unlimited ? most : most - 1));

    /// <summary>Any JSON, so deep and no deeper.</summary>
    /// <param name="depth">How many objects and lists may stand in one another.</param>
    public Term Any(int depth)
    {
        depth = Math.Min(depth, DeepestFree);
        if (!free.TryGetValue(depth, out var term))
        {
            var scalar = table.Either(String(0, TermTable.Unlimited), Number, Boolean, Null);
            free[depth] = term = depth == 0 ? scalar : table.Either(scalar, AnyObject(depth), AnyArray(depth));
        }

        return term;
    }

    /// <summary>Any object.</summary>
    public Term AnyObject(int depth) => depth == 0 ? table.Nothing : Enclosed("{", List(AnyProperty(Any(depth - 1)), 0, TermTable.Unlimited), "}");

    /// <summary>Any list.</summary>
    public Term AnyArray(int depth) => depth == 0 ? table.Nothing : Enclosed("[", List(Any(depth - 1), 0, TermTable.Unlimited), "]");

    /// <summary>A property of any name but some.</summary>
    public Term AnyProperty(Term value, params IReadOnlyCollection<string> exceptNames)
    {
        var name = table.Repeat(Char(CodePoints.All), 0, TermTable.Unlimited);
        if (exceptNames.Count > 0)
        {
            name = table.Both(name, table.Not(table.Either(exceptNames.Select(Inner))));
        }

        return table.Sequence(Quote, name, Quote, Bytes(":"), Blank, value);
    }
}
