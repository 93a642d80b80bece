using System.Globalization;
using System.Numerics;

namespace Assistant.Inference.Grammars;

/// <summary>The whole numbers from one to another, in the one spelling that JSON has for them.</summary>
internal sealed class IntegerRange(TermTable table, JsonTerms json)
{
    // Beyond a bound on one side only: so many digits every reader of doubles tells apart.
    private static readonly BigInteger Largest = BigInteger.Pow(10, 15) - 1;

    /// <summary>From one to another, both included; null for no bound.</summary>
    public Term Of(BigInteger? least, BigInteger? most)
    {
        if (least is null && most is null)
        {
            return json.Integer;
        }

        var low = least ?? BigInteger.Min(-Largest, most!.Value - Largest);
        var high = most ?? BigInteger.Max(Largest, low + Largest);
        var negative = low < 0 ? table.Then(json.Bytes("-"), NotNegative(BigInteger.Max(1, -high), -low)) : table.Nothing;
        return table.Either(negative, high < 0 ? table.Nothing : NotNegative(BigInteger.Max(0, low), high));
    }

    /// <summary>From one to another, neither below zero.</summary>
    public Term NotNegative(BigInteger low, BigInteger high)
    {
        List<Term> parts = [];
        for (var from = low; from <= high;)
        {
            var length = Digits(from).Length;
            var to = BigInteger.Min(high, BigInteger.Pow(10, length) - 1);
            parts.Add(SameLength(Digits(from), Digits(to)));
            from = to + 1;
        }

        return table.Either(parts);
    }

    private static string Digits(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    private Term SameLength(string low, string high)
    {
        if (low.Length == 0)
        {
            return table.Empty;
        }

        if (low[0] == high[0])
        {
            return table.Then(json.Bytes(low[..1]), SameLength(low[1..], high[1..]));
        }

        return table.Either(
            table.Then(json.Bytes(low[..1]), AtLeast(low[1..])),
            table.Then(Between(low[0] + 1, high[0] - 1), Free(low.Length - 1)),
            table.Then(json.Bytes(high[..1]), AtMost(high[1..])));
    }

    private Term AtLeast(string low) => low.Length == 0 ? table.Empty : table.Either(
        table.Then(json.Bytes(low[..1]), AtLeast(low[1..])),
        table.Then(Between(low[0] + 1, '9'), Free(low.Length - 1)));

    private Term AtMost(string high) => high.Length == 0 ? table.Empty : table.Either(
        table.Then(json.Bytes(high[..1]), AtMost(high[1..])),
        table.Then(Between('0', high[0] - 1), Free(high.Length - 1)));

    private Term Between(int first, int last) => table.Bytes(ByteSet.Range(first, last));

    private Term Free(int digits) => table.Repeat(json.Digit, digits, digits);
}
