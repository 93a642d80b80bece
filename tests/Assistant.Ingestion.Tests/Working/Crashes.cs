namespace Assistant.Ingestion.Tests.Working;

/// <summary>Ends the "process" at a chosen step: from there on, every call to the outside fails, as it would for a killed process.</summary>
internal sealed class Crashes
{
    private int left = int.MaxValue;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Where it crashed, or null.</summary>
    public string? At { get; private set; }

    public void After(int steps) => (left, At) = (steps, null);

    public void Never() => (left, At) = (int.MaxValue, null);

    /// <summary>A place before or after something durable happens.</summary>
    public void Point(string name)
    {
        lock (this)
        {
            Steps++;
            if (At is not null || left-- <= 0)
            {
                At ??= name;
                throw new CrashException(name);
            }
        }
    }

    public sealed class CrashException(string at) : Exception("The process ended at " + at);
}
