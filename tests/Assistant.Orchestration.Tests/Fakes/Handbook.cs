using Assistant.Core;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>A few passages about leave and equipment.</summary>
internal static class Handbook
{
    public const string Leave = "Full-time employees earn 30 days of annual leave in each calendar year. Unused leave of up to 5 days may be carried over until March 31. Leave is not paid out at the end of employment.";

    public const string Approval = "Requests for annual leave are approved by the line manager within 3 business days. They are made in the Harbor portal.";

    public const string Laptops = "New employees get a laptop from the IT desk in room 204. Call 555-010-1234 if it breaks.";

    public static RankedPassage[] Ranked =>
    [
        Of("leave-v1-0", "leave", 0, Leave, 1, "Annual leave"),
        Of("leave-v1-1", "leave", 1, Approval, .8, "Approval of leave"),
        Of("it-v1-0", "it", 0, Laptops, .3, "Equipment"),
    ];

    public static RankedPassage Of(string id, string document, int ordinal, string text, double score, string heading = "") => new(
        Some.Passage(id, text, document, ordinal: ordinal) with { HeadingPath = heading.Length == 0 ? [] : [heading] }, score) { Comparable = score };
}
