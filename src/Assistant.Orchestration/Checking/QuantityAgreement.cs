using System.Globalization;

namespace Assistant.Orchestration.Checking;

/// <summary>Whether a number of a passage carries a number of a sentence.</summary>
internal static class QuantityAgreement
{
    /// <summary>Whether the value, the unit and the bound that are claimed are those found in this statement.</summary>
    public static bool Agrees(Quantity claimed, Quantity found, Statement statement)
    {
        if (claimed.Kind != found.Kind)
        {
            return false;
        }

        switch (claimed.Kind)
        {
            case QuantityKind.Phone:
                return claimed.Value == found.Value
                    || found.Value.Length > 9 && claimed.Value.EndsWith(found.Value, StringComparison.Ordinal)
                    || claimed.Value.Length > 9 && found.Value.EndsWith(claimed.Value, StringComparison.Ordinal);
            case QuantityKind.Date:
                return DatesAgree(claimed.Value, found.Value, statement);
            case QuantityKind.Time:
                return claimed.Value == found.Value || claimed.Value.EndsWith('?') && TwelveHours(claimed.Value) == TwelveHours(found.Value);
            default:
                return claimed.Value == found.Value && UnitsAgree(claimed, found, statement) && !IsOpposed(claimed.Bound, found.Bound);
        }
    }

    private static bool UnitsAgree(Quantity claimed, Quantity found, Statement statement) =>
        claimed.Unit == found.Unit
        || claimed.Unit is null && found.Unit is not ("%" or "$" or "€" or "£" or "¥")
        || found.Unit is null && statement.Words.Any(word => NumberWords.Unit(word.Text.ToLowerInvariant()) == claimed.Unit);

    private static bool IsOpposed(Bound one, Bound other) => one != Bound.Exact && other != Bound.Exact && one != other;

    private static bool DatesAgree(string claimed, string found, Statement statement)
    {
        if (claimed == found)
        {
            return true;
        }

        string[] wanted = claimed.Split('-'), there = found.Split('-');
        if (wanted.Length != 3 || there.Length != 3)
        {
            return false;
        }

        var yearAgrees = wanted[0] == "?" || wanted[0] == there[0]
            || there[0] == "?" && statement.Quantities.Any(quantity => quantity.Kind == QuantityKind.Number && quantity.Value == wanted[0]);
        return yearAgrees && wanted[1] == there[1] && (wanted[2] == "?" || wanted[2] == there[2]);
    }

    private static string TwelveHours(string time)
    {
        var plain = time.TrimEnd('?').Split(':');
        return $"{int.Parse(plain[0], CultureInfo.InvariantCulture) % 12}:{plain[1]}";
    }
}
