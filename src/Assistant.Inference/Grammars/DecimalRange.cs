using System.Numerics;

namespace Assistant.Inference.Grammars;

/// <summary>The numbers between bounds, without exponent and with so few digits that readers of doubles see them inside of the bounds too.</summary>
internal sealed class DecimalRange(TermTable table, JsonTerms json)
{
    private const int MostDigits = 15;
    private const int MostIntegerDigits = 9;

    private readonly IntegerRange integers = new(table, json);

    /// <summary>Whether a bound has few enough digits to be kept exactly.</summary>
    public static bool CanKeep(DecimalBound bound) => bound.Whole < BigInteger.Pow(10, MostIntegerDigits) && bound.Fraction.Length <= MostDigits - MostIntegerDigits;

    /// <summary>Between two bounds; null for none.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="decimals">The most digits after the point.</param>
    public Term Of(DecimalBound? low, DecimalBound? high, int decimals = MostDigits - MostIntegerDigits)
    {
        List<Term> parts = [];
        if (low is null or { IsNegative: true })
        {
            var (least, most) = (high is { IsNegative: true } ? high : null, low);

            // Below zero the greater number is the smaller one, and "-0" stands for no number of its own.
            parts.Add(table.Then(json.Bytes("-"), Positive(least ?? DecimalBound.AboveZero, most, decimals)));
        }

        if (high is null or { IsNegative: false })
        {
            parts.Add(Positive(low is { IsNegative: false } ? low : null, high, decimals));
        }

        return table.Either(parts);
    }

    private Term Positive(DecimalBound? low, DecimalBound? high, int decimals)
    {
        var all = table.Then(integers.NotNegative(0, BigInteger.Pow(10, MostIntegerDigits) - 1), AnyFraction(decimals));
        List<Term> parts = [all];
        if (low is not null)
        {
            parts.Add(table.Either(
                table.Then(integers.NotNegative(low.Whole, low.Whole), AtLeast(low, decimals)),
                table.Then(integers.NotNegative(low.Whole + 1, BigInteger.Pow(10, MostIntegerDigits)), AnyFraction(decimals))));
        }

        if (high is not null)
        {
            parts.Add(table.Either(
                high.Whole > 0 ? table.Then(integers.NotNegative(0, high.Whole - 1), AnyFraction(decimals)) : table.Nothing,
                table.Then(integers.NotNegative(high.Whole, high.Whole), AtMost(high, decimals))));
        }

        return table.Both(parts);
    }

    private Term AnyFraction(int decimals) => decimals == 0 ? table.Empty : table.Optional(table.Then(json.Bytes("."), Digits(1, decimals)));

    private Term Digits(int least, int most) => table.Repeat(json.Digit, least, most);

    private Term AtLeast(DecimalBound low, int decimals)
    {
        var mayBeWhole = low.Fraction.Length == 0 && !low.IsExclusive;
        var digits = decimals == 0 ? table.Nothing : table.Then(json.Bytes("."), AtLeast(low, 0, decimals));
        return mayBeWhole ? table.Optional(digits) : digits;
    }

    private Term AtLeast(DecimalBound low, int position, int decimals)
    {
        var left = decimals - position;
        if (position >= low.Fraction.Length)
        {
            return !low.IsExclusive ? Digits(position == 0 ? 1 : 0, left)
                : left == 0 ? table.Nothing
                : table.Either(table.Then(json.Bytes("0"), AtLeast(low, position + 1, decimals)), table.Then(json.Bytes("123456789"), Digits(0, left - 1)));
        }

        var digit = low.Fraction[position];
        return left == 0 ? table.Nothing : table.Either(
            table.Then(json.Bytes(digit.ToString()), AtLeast(low, position + 1, decimals)),
            table.Then(table.Bytes(ByteSet.Range(digit + 1, '9')), Digits(0, left - 1)));
    }

    private Term AtMost(DecimalBound high, int decimals)
    {
        var mayBeWhole = high.Fraction.Length > 0 || !high.IsExclusive;
        var digits = decimals == 0 ? table.Nothing : table.Then(json.Bytes("."), AtMost(high, 0, decimals));
        return mayBeWhole ? table.Optional(digits) : digits;
    }

    private Term AtMost(DecimalBound high, int position, int decimals)
    {
        var left = decimals - position;
        if (position >= high.Fraction.Length)
        {
            return high.IsExclusive ? table.Nothing : table.Repeat(json.Bytes("0"), position == 0 ? 1 : 0, left);
        }

        if (left == 0)
        {
            // What is written so far is below the bound, whose fraction goes on.
            return table.Empty;
        }

        var digit = high.Fraction[position];
        var more = table.Either(
            table.Then(json.Bytes(digit.ToString()), AtMost(high, position + 1, decimals)),
            table.Then(table.Bytes(ByteSet.Range('0', digit - 1)), Digits(0, left - 1)));
        return position == 0 ? more : table.Optional(more);
    }
}
