namespace Assistant.Server.Lines;

/// <summary>An error as scripts read it.</summary>
internal sealed record ErrorReport(ErrorDetail Error);

/// <summary>What is wrong and what to do about it.</summary>
/// <param name="Code">Stable, in snake_case.</param>
/// <param name="Message">In words.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record ErrorDetail(string Code, string Message, string? Hint);
