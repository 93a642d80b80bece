namespace Assistant.Server.Verbs;

/// <summary>How fast bytes come, over the last seconds.</summary>
internal sealed class DownloadSpeed(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Queue<(long At, long Done)> seen = new();
    private string file = "";

    /// <summary>Bytes in a second; null before that can be told.</summary>
    public double? BytesPerSecond { get; private set; }

    /// <summary>Takes note of how much of a file is there.</summary>
    public void Add(string of, long done)
    {
        if (of != file || (seen.Count > 0 && done < seen.Last().Done))
        {
            (file, BytesPerSecond) = (of, null);
            seen.Clear();
        }

        seen.Enqueue((time.GetTimestamp(), done));
        while (seen.Count > 2 && time.GetElapsedTime(seen.Peek().At) > Window)
        {
            seen.Dequeue();
        }

        var (at, before) = seen.Peek();
        var elapsed = time.GetElapsedTime(at);
        if (elapsed > TimeSpan.FromMilliseconds(200))
        {
            BytesPerSecond = (done - before) / elapsed.TotalSeconds;
        }
    }
}
