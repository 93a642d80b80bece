using System.Globalization;
using System.Text.Json;

namespace Assistant.Inference.Grammars;

/// <summary>Numbers under minimum, maximum, their exclusive forms and multipleOf.</summary>
internal sealed class NumberTerms(TermTable table, JsonTerms json)
{
    // The remainders are states.
    private const int LargestDivisor = 10_000;

    private readonly IntegerRange integers = new(table, json);
    private readonly DecimalRange decimals = new(table, json);

    /// <summary>The numbers that fit.</summary>
    public Term Of(SchemaPlace place, bool isWhole)
    {
        DecimalBound? low = null;
        DecimalBound? high = null;
        List<(SchemaPart Part, DecimalBound Step)> steps = [];
        foreach (var part in place.Parts)
        {
            low = Tighter(low, Bound(part, "minimum", false), isLower: true);
            low = Tighter(low, Bound(part, "exclusiveMinimum", true), isLower: true);
            high = Tighter(high, Bound(part, "maximum", false), isLower: false);
            high = Tighter(high, Bound(part, "exclusiveMaximum", true), isLower: false);
            if (Bound(part, "multipleOf", false) is { } step)
            {
                steps.Add((part, step));
            }
        }

        // A number whose step is whole is whole itself.
        return isWhole || steps.Exists(step => step.Step.IsWhole)
            ? Whole(low, high, steps)
            : Fractional(place, low, high, steps);
    }

    private Term Whole(DecimalBound? low, DecimalBound? high, List<(SchemaPart Part, DecimalBound Step)> steps)
    {
        var term = integers.Of(low?.Rounded(isLower: true), high?.Rounded(isLower: false));
        foreach (var (part, step) in steps)
        {
            // Whole numbers are multiples of a tenth, a hundredth and so on.
            if (step is { Whole.IsZero: true } && step.Fraction.TrimStart('0') == "1")
            {
                continue;
            }

            if (!step.IsWhole || step.IsNegative || step.Whole.IsZero || step.Whole > LargestDivisor)
            {
                throw part.Refuse("multipleOf", $"only whole numbers from 1 to {LargestDivisor} and powers of ten below 1 can be kept exactly");
            }

            // Each digit leads to another remainder: none may share a class with another.
            foreach (var digit in "0123456789")
            {
                json.Bytes(digit.ToString());
            }

            term = table.Both(term, table.Then(table.Optional(json.Bytes("-")), table.MultipleOf((int)step.Whole, 0, started: false)));
        }

        return term;
    }

    private Term Fractional(SchemaPlace place, DecimalBound? low, DecimalBound? high, List<(SchemaPart Part, DecimalBound Step)> steps)
    {
        if (low is null && high is null && steps.Count == 0)
        {
            return json.Number;
        }

        foreach (var bound in new[] { low, high })
        {
            if (bound is not null && !DecimalRange.CanKeep(bound))
            {
                throw place.Parts[0].Refuse("minimum or maximum", "bounds of numbers are kept exactly up to nine digits before and six after the point; use type integer for larger ones");
            }
        }

        var places = 6;
        foreach (var (part, step) in steps)
        {
            places = step is { IsNegative: false, Whole.IsZero: true } && step.Fraction.TrimStart('0') == "1"
                ? Math.Min(places, step.Fraction.Length)
                : throw part.Refuse("multipleOf", "of numbers only whole steps, .1, .01 and so on can be kept exactly");
        }

        return decimals.Of(low, high, places);
    }

    private static DecimalBound? Bound(SchemaPart part, string keyword, bool isExclusive)
    {
        if (!part.Has(keyword, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            throw part.Refuse(keyword, "it must be a number");
        }

        return DecimalBound.Read(value.GetRawText(), isExclusive)
            ?? throw part.Refuse(keyword, string.Create(CultureInfo.InvariantCulture, $"{value.GetRawText()} is too large or too fine to be kept exactly"));
    }

    private static DecimalBound? Tighter(DecimalBound? one, DecimalBound? other, bool isLower)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        var order = one.CompareTo(other);
        return order == 0 ? (one.IsExclusive ? one : other) : order < 0 == isLower ? other : one;
    }
}
