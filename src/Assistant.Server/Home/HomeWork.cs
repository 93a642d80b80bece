using System.Runtime.CompilerServices;
using Assistant.Core;

namespace Assistant.Server.Home;

/// <summary>Opens a home for writing; the lock passes to what is returned.</summary>
internal delegate Task<WritingHome> OpenForWriting(WriterLock held, CancellationToken cancellationToken);

/// <summary>Gets work done on a home: in this process when nobody writes to it, else by the process that does.</summary>
internal sealed class HomeWork(string home, OpenForWriting open, TimeProvider time)
{
    // A writer that holds the lock and takes no work is starting, ending or stopped in a debugger.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Does the work; the last event is its exit.</summary>
    /// <exception cref="AssistantException">Another process writes to the home and does not answer (<c>writer_silent</c>).</exception>
    public async IAsyncEnumerable<WorkEvent> DoAsync(WorkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var told = false;
        while (true)
        {
            if (WriterLock.TryTake(home) is { } held)
            {
                await using var writing = await OpenAsync(held, cancellationToken);
                await foreach (var happened in writing.DoAsync(request, cancellationToken))
                {
                    yield return happened;
                }
                yield break;
            }

            if (WriterLock.AddressIn(home) is { } address
                && await WriterCaller.HandOverAsync(address, request, cancellationToken) is { } caller)
            {
                await using (caller)
                {
                    await foreach (var happened in caller.EventsAsync(cancellationToken))
                    {
                        yield return happened;
                    }
                }

                yield break;
            }

            var waited = time.GetElapsedTime(started);
            if (waited > Patience)
            {
                throw new AssistantException(
                    "writer_silent",
                    "Another process is writing to this home and takes no work.",
                    "Look for a stopped 'assistant' process and end it, then run the same command again.");
            }

            if (!told && waited > TellAfter)
            {
                told = true;
                yield return new WorkEvent.Note("Waiting for the process that writes to this home.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<WritingHome> OpenAsync(WriterLock held, CancellationToken cancellationToken)
    {
        try
        {
            return await open(held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
