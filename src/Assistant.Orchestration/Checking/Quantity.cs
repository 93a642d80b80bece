namespace Assistant.Orchestration.Checking;

/// <summary>A number as a sentence uses it.</summary>
/// <param name="Kind">What is counted or named.</param>
/// <param name="Value">The canonical value: <c>1000</c>, <c>17:00</c>, <c>2021-03-05</c> (missing parts as <c>?</c>), digits of a phone number.</param>
/// <param name="Unit">The canonical unit, or null.</param>
/// <param name="Bound">Whether it bounds from below or above.</param>
internal sealed record Quantity(QuantityKind Kind, string Value, string? Unit = null, Bound Bound = Bound.Exact);

/// <summary>What kind of number.</summary>
internal enum QuantityKind
{
    Number,
    Ordinal,
    Time,
    Date,
    Phone,
}

/// <summary>What a number bounds.</summary>
internal enum Bound
{
    Exact,
    AtLeast,
    AtMost,
}
