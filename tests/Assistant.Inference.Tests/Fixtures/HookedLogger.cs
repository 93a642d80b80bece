using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>Calls the test when something is logged, by the number of the event.</summary>
internal sealed class HookedLogger<T>(Action<int> logged) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged(eventId.Id);
}
