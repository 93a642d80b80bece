using System.Globalization;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Composition;

/// <summary>Logs to standard error, one line an event, without stack traces unless asked for: standard output belongs to results.</summary>
/// <param name="time">The clock of the lines.</param>
/// <param name="verbose">Whether exceptions are written whole.</param>
internal sealed class StandardErrorLog(TimeProvider time, bool verbose) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(categoryName, time, verbose);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Standard error belongs to the process.
    }

    private sealed class Category(string name, TimeProvider time, bool verbose) : ILogger
    {
        private readonly string room = name[(name.LastIndexOf('.') + 1)..];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var at = time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            var cause = exception is null ? "" : verbose ? "\n" + exception : $" ({exception.GetType().Name}: {exception.Message})";
            Console.Error.WriteLine(PlainText.Of($"{at} {Word(logLevel)} {room}: {formatter(state, exception)}{cause}"));
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "warn ",
            LogLevel.Error => "error",
            _ => "fatal",
        };
    }
}
