namespace Assistant.Inference.Grammars;

/// <summary>The formats of strings that are kept exactly, as regular expressions. Where a format allows more, only a part that every checker takes is generated.</summary>
internal static class StringFormats
{
    private const string Hour = "([01][0-9]|2[0-3])";
    private const string Minute = "[0-5][0-9]";

    // Years of four digits that every calendar type takes. The 29th of February in leap years only.
    private const string Year = "[1-9][0-9]{3}";
    private const string LeapYear = "([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)";
    private const string Date = $"({Year}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|{LeapYear}-02-29)";
    private const string Time = $@"{Hour}:{Minute}:{Minute}(\.[0-9]{{1,6}})?(Z|[+-]{Hour}:{Minute})";
    private const string Label = "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?";
    private const string Host = $@"({Label}\.){{1,4}}[a-z]{{2,10}}";
    private const string Byte = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private static readonly Dictionary<string, string> Expressions = new(StringComparer.Ordinal)
    {
        ["date"] = $"^{Date}$",
        ["time"] = $"^{Time}$",
        ["date-time"] = $"^{Date}T{Time}$",
        ["duration"] = "^P([1-9][0-9]{0,3}W|[1-9][0-9]{0,3}D(T[1-9][0-9]{0,3}H)?|T([1-9][0-9]{0,3}H([1-9][0-9]{0,3}M)?|[1-9][0-9]{0,3}M([1-9][0-9]{0,3}S)?|[1-9][0-9]{0,3}S))$",
        ["uuid"] = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        ["email"] = $"^[A-Za-z0-9_+-]{{1,32}}(\\.[A-Za-z0-9_+-]{{1,32}}){{0,3}}@{Host}$",
        ["hostname"] = $"^{Host}$",
        ["ipv4"] = $"^({Byte}\\.){{3}}{Byte}$",
        ["ipv6"] = "^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$",
        ["uri"] = $"^https?://{Host}(/[A-Za-z0-9_.~-]{{0,64}}){{0,8}}(\\?[A-Za-z0-9_.~=&-]{{0,128}})?(#[A-Za-z0-9_.~-]{{0,64}})?$",
    };

    /// <summary>The expression of a format; null where the format is only a remark.</summary>
    public static string? ExpressionOf(string format) => Expressions.GetValueOrDefault(format);
}
