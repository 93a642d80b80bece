using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Workers;

/// <summary>
/// Log lines on the worker's standard error: <c>&lt;4&gt;text</c>, with the levels of syslog as services write them for systemd.
/// What comes without a level was not written by us, but by native code.
/// </summary>
public static class WorkerLines
{
    /// <summary>A line with its level.</summary>
    public static string Format(LogLevel level, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"<{Severity(level)}>{text.ReplaceLineEndings(" ")}";
    }

    /// <summary>Level and text of a line.</summary>
    public static (LogLevel Level, string Text) Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line is ['<', >= '0' and <= '7', '>', ..] ? (LevelOf(line[1]), line[3..]) : (LogLevel.Warning, line);
    }

    private static char Severity(LogLevel level) => level switch
    {
        LogLevel.Critical => '2',
        LogLevel.Error => '3',
        LogLevel.Warning => '4',
        LogLevel.Information => '6',
        _ => '7',
    };

    private static LogLevel LevelOf(char severity) => severity switch
    {
        <= '2' => LogLevel.Critical,
        '3' => LogLevel.Error,
        '4' => LogLevel.Warning,
        '5' or '6' => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}
