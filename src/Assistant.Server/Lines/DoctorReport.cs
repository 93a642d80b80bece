namespace Assistant.Server.Lines;

/// <summary>What is well, what is wrong and how to mend it.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What, in snake_case.</param>
/// <param name="State">How it is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">How to mend it, or null.</param>
internal sealed record DoctorCheck(string Name, DoctorState State, string Message, string? Hint = null);

/// <summary>How a thing is.</summary>
internal enum DoctorState
{
    /// <summary>Well.</summary>
    Ok,

    /// <summary>Works, with less than there could be.</summary>
    Warn,

    /// <summary>Does not work.</summary>
    Fail,
}
