using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Reads the numbers of a sentence: with units, money, percentages, times, dates, telephone numbers, in digits or words.</summary>
internal static partial class QuantityReader
{
    // Built at run time, since the names of the months come from a table.
    private static readonly Regex NamedDate = new(
        $@"\b(?:(?<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?<mon>{NumberWords.MonthPattern})\b\.?(?:,?\s+(?:de\s+)?(?<y>\d{{4}})\b)?|(?<mon>{NumberWords.MonthPattern})\b\.?\s+(?:(?<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?<y>\d{{4}})\b)?|(?<y>\d{{4}})\b))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The quantities in their order. Those of a passage also list the parts of dates, since an answer may name the year alone.</summary>
    public static IReadOnlyList<Quantity> Read(string text, bool withParts)
    {
        List<(int At, int End, Quantity Quantity)> found = [];
        var rest = Masked(text, Phone(), match =>
        {
            var digits = string.Concat(match.Value.Where(char.IsAsciiDigit));
            return digits.Length is < 7 or > 15 ? null : new Quantity(QuantityKind.Phone, digits);
        }, found);
        rest = Masked(rest, IsoDate(), match => new(QuantityKind.Date, DateOf(match.Groups["y"].Value, match.Groups["m"].Value, match.Groups["d"].Value)), found);
        rest = Masked(rest, SlashDate(), match => new(QuantityKind.Date, match.Value.Replace('.', '/')), found);
        rest = Masked(rest, NamedDate, match => new(QuantityKind.Date, DateOf(
            match.Groups["y"].Value,
            NumberWords.Month(match.Groups["mon"].Value.ToLowerInvariant())!.Value.ToString(CultureInfo.InvariantCulture),
            match.Groups["d"].Value)), found);
        rest = Masked(rest, Clock(), match => new(QuantityKind.Time, TimeOf(match)), found);
        rest = Masked(rest, DigitOrdinal(), match => new(QuantityKind.Ordinal, match.Groups["n"].Value), found);
        _ = Masked(rest, Number(), match => NumberOf(text, match), found);

        found.Sort((one, other) => one.At.CompareTo(other.At));
        ShareUnits(text, found);
        var quantities = found.Select(item => item.Quantity);
        return withParts ? [.. quantities.SelectMany(WithParts)] : [.. quantities];
    }

    private static Quantity? NumberOf(string text, Match match)
    {
        decimal value;
        if (match.Groups["digits"].Success)
        {
            if (ValueOf(match.Groups["digits"].Value) is not { } parsed)
            {
                return null;
            }

            value = match.Groups["minus"].Success ? -parsed : parsed;
        }
        else
        {
            var word = match.Groups["word"].Value.ToLowerInvariant();
            if (NumberWords.Ordinal(word) is { } ordinal)
            {
                return new(QuantityKind.Ordinal, Text(ordinal));
            }

            var parts = word.Split('-');
            if (NumberWords.Cardinal(parts[0]) is not { } cardinal)
            {
                return null;
            }

            value = cardinal + (parts.Length > 1 ? NumberWords.Cardinal(parts[1]) ?? 0 : 0);
        }

        value *= match.Groups["scale"].Value.ToLowerInvariant() switch
        {
            "hundred" => 100,
            "k" or "thousand" => 1_000,
            "m" or "million" or "millions" => 1_000_000,
            "billion" => 1_000_000_000,
            _ => 1,
        };

        var unit = match.Groups["money"].Success ? NumberWords.Unit(match.Groups["money"].Value.ToLowerInvariant()) : UnitAfter(text, match.Index + match.Length);
        return match.Groups["word"].Success && unit is null && value == 1 && !match.Groups["scale"].Success
            ? null // "one of them", "un", "eins": an article or a pronoun, not a count.
            : new(QuantityKind.Number, Text(value), unit, BoundReader.Of(text, match.Index, match.Index + match.Length));
    }

    private static string? UnitAfter(string text, int at)
    {
        // "30 (thirty) calendar days", "30-day", "30 business days": the unit may stand behind one or two words that colour it.
        var match = UnitWords().Match(text, at);
        if (!match.Success)
        {
            return null;
        }

        foreach (Capture word in match.Groups["word"].Captures)
        {
            if (NumberWords.Unit(word.Value.ToLowerInvariant()) is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    // "30 to 60 days", "3-5 %": the first number has the unit of the second.
    private static void ShareUnits(string text, List<(int At, int End, Quantity Quantity)> found)
    {
        for (var i = found.Count - 2; i >= 0; i--)
        {
            var (at, end, quantity) = found[i];
            var next = found[i + 1];
            if (quantity.Kind == QuantityKind.Number && next.Quantity.Kind == QuantityKind.Number && next.At > end && Joint().IsMatch(text[end..next.At]) && next.Quantity.Unit is not null)
            {
                found[i] = (at, end, quantity with { Unit = next.Quantity.Unit });
            }
        }
    }

    private static decimal? ValueOf(string digits)
    {
        var plain = Thousands().IsMatch(digits) ? digits.Replace(",", "", StringComparison.Ordinal)
            : ThousandsWithPoints().IsMatch(digits) ? digits.Replace(".", "", StringComparison.Ordinal)
            : digits.Replace(',', '.');
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string TimeOf(Match match)
    {
        var hour = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
        var half = match.Groups["half"].Value;
        if (half.StartsWith('p') || half.StartsWith('P'))
        {
            hour = hour < 12 ? hour + 12 : hour;
        }
        else if (half.Length > 0 && hour == 12)
        {
            hour = 0;
        }

        return $"{hour}:{(match.Groups["min"].Success ? match.Groups["min"].Value : "00")}{(half.Length > 0 || hour > 12 ? "" : "?")}";
    }

    private static string DateOf(string year, string month, string day) =>
        $"{(year.Length == 0 ? "?" : year)}-{month.TrimStart('0')}-{(day.Length == 0 ? "?" : day.TrimStart('0'))}";

    private static IEnumerable<Quantity> WithParts(Quantity quantity)
    {
        yield return quantity;
        if (quantity.Kind == QuantityKind.Date)
        {
            foreach (var part in quantity.Value.Split('-', '/'))
            {
                if (part != "?")
                {
                    yield return new(QuantityKind.Number, part.TrimStart('0'));
                }
            }
        }
    }

    private static string Masked(string text, Regex pattern, Func<Match, Quantity?> read, List<(int, int, Quantity)> found) =>
        pattern.Replace(text, match =>
        {
            if (read(match) is not { } quantity)
            {
                return match.Value;
            }

            found.Add((match.Index, match.Index + match.Length, quantity));
            return new(' ', match.Length);
        });

    private static string Text(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w.,])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{2,5}\)[\s.-]?|\d{3}[\s.-])\d{3,4}(?:[\s.-]\d{2,4}){0,2}(?![\w]|[.,]\d)|(?<![\w.,])\+\d{7,15}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})\b", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex SlashDate();

    [GeneratedRegex(@"\b(?<h>\d{1,2}):(?<min>[0-5]\d)(?:\s?(?<half>[ap]\.?m\b\.?))?|\b(?<h>\d{1,2})\s?(?<half>[ap]\.?m\b\.?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(?<n>\d+)(?:st|nd|rd|th)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DigitOrdinal();

    // A digit run that is glued to letters (GS-15, 18F, v2.3) is a name and checked as one; a unit may be glued on (30GB, 5k).
    [GeneratedRegex(@"(?<money>[$€£¥]|\b(?:usd|eur|gbp)\b)?\s?(?:(?<![\w)])(?<minus>-)(?=\d))?(?:(?<![\p{L}\d])(?<!\p{L}-)(?<!\d[.,])(?<digits>\d+(?:[.,]\d+)*)(?=$|[^\p{L}\d]|(?:k|m|km|cm|mm|kg|g|gb|mb|tb|kb|h|hrs?|min|l|ft|lbs?|w|kw|v|hz|mph)\b)|\b(?<word>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\p{L}+|\p{L}+)\b)(?:[\s-]?(?<scale>hundred|thousand|million|millions|billion|k|m)\b(?!\w))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\G(?:\s*\((?:[^)]{1,20})\))?(?:[\s-]?(?<word>%|°[cf]\b|[$€£¥]|\b\p{L}+\b)){1,3}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnitWords();

    [GeneratedRegex(@"^\s*(-|–|to|or|and|bis|und|oder|à|ou|et|o|y|a|/)\s*[$€£¥]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Joint();

    [GeneratedRegex(@"^\d{1,3}(,\d{3})+(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^\d{1,3}(\.\d{3}){2,}$", RegexOptions.CultureInvariant)]
    private static partial Regex ThousandsWithPoints();
}
