using System.Globalization;
using System.Numerics;

namespace Assistant.Inference.Grammars;

/// <summary>A bound of numbers, digit by digit as it was written; the sign apart.</summary>
/// <param name="IsNegative">Whether it is below zero.</param>
/// <param name="Whole">The digits before the point.</param>
/// <param name="Fraction">The digits after the point, without zeros at the end.</param>
/// <param name="IsExclusive">Whether the bound itself is outside.</param>
internal sealed record DecimalBound(bool IsNegative, BigInteger Whole, string Fraction, bool IsExclusive)
{
    // "1e999999999" would be written out by a naive reader.
    private const int LargestExponent = 400;

    /// <summary>More than zero.</summary>
    public static DecimalBound AboveZero { get; } = new(false, 0, "", IsExclusive: true);

    /// <summary>Whether it is a whole number.</summary>
    public bool IsWhole => Fraction.Length == 0;

    /// <summary>Reads a JSON number, or gives null when it is far too large or too fine.</summary>
    public static DecimalBound? Read(string number, bool isExclusive = false)
    {
        var negative = number.StartsWith('-');
        var parts = number.TrimStart('-').ToLowerInvariant().Split('e');
        if (parts[0].Length > LargestExponent
            || (parts.Length > 1 && (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) || Math.Abs(written) > LargestExponent)))
        {
            return null;
        }

        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var places = (point < 0 ? digits.Length : point) + exponent;
        digits = places < 0 ? new string('0', -places) + digits : digits.PadRight(Math.Max(0, places), '0');
        places = Math.Max(0, places);
        var whole = places == 0 ? BigInteger.Zero : BigInteger.Parse(digits[..places], CultureInfo.InvariantCulture);
        var fraction = digits[places..].TrimEnd('0');
        return new(negative && (whole > 0 || fraction.Length > 0), whole, fraction, isExclusive);
    }

    /// <summary>The whole number nearest to it inside of the bound.</summary>
    public BigInteger Rounded(bool isLower)
    {
        var value = IsNegative ? -Whole : Whole;
        if (IsWhole)
        {
            return !IsExclusive ? value : isLower ? value + 1 : value - 1;
        }

        // The digits were cut towards zero.
        return isLower == IsNegative ? value : isLower ? value + 1 : value - 1;
    }

    /// <summary>Less than, equal to or greater than another, whatever is excluded.</summary>
    public int CompareTo(DecimalBound other)
    {
        if (IsNegative != other.IsNegative)
        {
            return IsNegative ? -1 : 1;
        }

        var size = Whole.CompareTo(other.Whole);
        if (size == 0)
        {
            size = string.CompareOrdinal(Fraction, other.Fraction);
        }

        return IsNegative ? -size : size;
    }
}
