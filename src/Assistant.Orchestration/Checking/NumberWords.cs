using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Checking;

/// <summary>Numbers, ordinals, months and units as words.</summary>
internal static partial class NumberWords
{
    private static readonly FrozenDictionary<string, decimal> Cardinals = Numbered(
        ("one eins un uno", 1), ("two zwei deux dos", 2), ("three drei trois tres", 3), ("four vier quatre cuatro", 4), ("five fünf cinq cinco", 5),
        ("six sechs seis", 6), ("seven sieben sept siete", 7), ("eight acht huit ocho", 8), ("nine neun neuf nueve", 9), ("ten zehn dix diez", 10),
        ("eleven elf onze once", 11), ("twelve zwölf douze doce", 12), ("thirteen dreizehn treize trece", 13), ("fourteen vierzehn quatorze catorce", 14),
        ("fifteen fünfzehn quinze quince", 15), ("sixteen sechzehn seize", 16), ("seventeen siebzehn", 17), ("eighteen achtzehn", 18),
        ("nineteen neunzehn", 19), ("twenty zwanzig vingt veinte", 20), ("thirty dreißig trente treinta", 30), ("forty vierzig quarante cuarenta", 40),
        ("fifty fünfzig cinquante cincuenta", 50), ("sixty sechzig soixante sesenta", 60), ("seventy siebzig setenta", 70), ("eighty achtzig ochenta", 80),
        ("ninety neunzig noventa", 90), ("hundred hundert cent cien", 100), ("thousand tausend mille mil", 1000), ("dozen dutzend", 12), ("million", 1_000_000), ("billion", 1_000_000_000));

    // "First" and "second" are left out: they mostly order sentences ("first, open the door") and are checked as words.
    private static readonly FrozenDictionary<string, decimal> OrdinalWords = Numbered(
        ("third dritte dritten troisième tercer tercero", 3), ("fourth vierte vierten quatrième cuarto", 4), ("fifth fünfte fünften cinquième quinto", 5),
        ("sixth sechste sixième sexto", 6), ("seventh siebte septième séptimo", 7), ("eighth achte huitième octavo", 8), ("ninth neunte noveno", 9), ("tenth zehnte décimo", 10));

    private static readonly FrozenDictionary<string, decimal> Months = Numbered(
        ("january jan januar janvier enero", 1), ("february feb februar février febrero", 2), ("march mar märz mars marzo", 3), ("april apr avril abril", 4),
        ("may mai mayo", 5), ("june jun juni juin junio", 6), ("july jul juli juillet julio", 7), ("august aug août agosto", 8),
        ("september sept sep septembre septiembre", 9), ("october oct oktober octobre octubre", 10), ("november nov novembre noviembre", 11),
        ("december dec dezember décembre diciembre", 12));

    private static readonly FrozenDictionary<string, string> Units = Named(
        ("day days tag tage tagen jour jours día días", "day"), ("week weeks wk wks woche wochen semaine semaines semana semanas", "week"),
        ("month months monat monate monaten mois mes meses", "month"), ("year years yr yrs jahr jahre jahren an ans année années año años", "year"),
        ("hour hours hr hrs stunde stunden heure heures hora horas", "hour"), ("minute minutes min mins minuten minuto minutos", "minute"),
        ("second seconds sec secs sekunde sekunden seconde secondes segundo segundos", "second"),
        ("km kilometer kilometers kilometre kilometres kilómetro kilómetros", "km"), ("m meter meters metern mètre mètres metro metros", "m"),
        ("cm centimeter centimeters", "cm"), ("mm millimeter millimeters", "mm"), ("mile miles", "mile"), ("ft foot feet", "ft"), ("inch inches", "inch"),
        ("kg kilogram kilograms kilo kilos", "kg"), ("g gram grams", "g"), ("lb lbs", "lb"), ("l liter liters", "l"), ("kb kilobyte kilobytes", "kb"), ("mb megabyte megabytes", "mb"),
        ("gb gigabyte gigabytes", "gb"), ("tb terabyte terabytes", "tb"), ("% percent prozent", "%"), ("$ usd dollar dollars", "$"), ("€ eur euro euros", "€"),
        ("£ gbp pound pounds", "£"), ("¥ jpy yen", "¥"), ("cent cents", "cent"), ("°c celsius", "°c"), ("°f fahrenheit", "°f"), ("page pages seite seiten", "page"),
        ("kw kilowatt kilowatts", "kw"), ("w watt watts", "w"), ("v volt volts", "v"), ("hz hertz", "hz"), ("mph", "mph"));

    public static bool IsNumber(string word) => Cardinals.ContainsKey(word) || OrdinalWords.ContainsKey(word);

    /// <summary>Whether a word is digits with the ending of an ordinal or a unit: <c>3rd</c>, <c>30GB</c>. Such a word is a quantity, not a name.</summary>
    public static bool IsDigitsWithEnding(string word) => DigitsWithEnding().IsMatch(word);

    public static decimal? Cardinal(string word) => Cardinals.TryGetValue(word, out var value) ? value : null;

    public static decimal? Ordinal(string word) => OrdinalWords.TryGetValue(word, out var value) ? value : null;

    public static int? Month(string word) => Months.TryGetValue(word, out var value) ? (int)value : null;

    public static string? Unit(string word) => Units.GetValueOrDefault(word);

    /// <summary>All names of months, for a pattern.</summary>
    public static string MonthPattern { get; } = string.Join('|', Months.Keys.OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal));

    private static FrozenDictionary<string, decimal> Numbered(params (string Words, decimal Value)[] rows) => rows
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Value)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Value, StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Named(params (string Words, string Name)[] rows) => rows
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Name)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Name, StringComparer.Ordinal);

    [GeneratedRegex(@"^\d+(st|nd|rd|th|k|m|km|cm|mm|kg|g|gb|mb|tb|kb|h|hrs?|min|l|ft|lbs?|w|kw|v|hz|mph|am|pm)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DigitsWithEnding();
}
