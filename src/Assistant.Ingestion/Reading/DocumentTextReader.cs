using Assistant.Core;

namespace Assistant.Ingestion.Reading;

/// <summary>Finds the format by content and reads on a thread of its own, within the limits.</summary>
/// <remarks>
/// A file that hangs a library is given up after the time limit: its thread is asked to stop and, where the library does not
/// listen, left behind in the background until it ends by itself. Only a worker process could end it by force.
/// </remarks>
internal sealed class DocumentTextReader(TimeProvider time) : IDocumentTextReader
{
    // Parsers recurse by nesting. 16 MiB is sixteen times the usual stack; what needs more is caught by depth limits or by the parsers' own guards.
    private const int StackBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<ReadDocument> ReadAsync(Stream content, string name, ReadingOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(options);

        var bytes = await BytesOfAsync(content, options, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource<ReadDocument> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SourceFile file = new(bytes, name, options, stop.Token);
        Thread thread = new(() => Run(file, done), StackBytes) { IsBackground = true, Name = "Read document" };
        thread.Start();
        try
        {
            return await done.Task.WaitAsync(options.Timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            throw Unreadable.TooSlow(options.Timeout);
        }
    }

    private static async Task<byte[]> BytesOfAsync(Stream content, ReadingOptions options, CancellationToken cancellationToken)
    {
        var length = content.Length - content.Position;
        if (length == 0)
        {
            throw Unreadable.Empty();
        }

        if (length > options.MaxBytes)
        {
            throw Unreadable.TooLarge(options.MaxBytes);
        }

        var bytes = new byte[length];
        var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static void Run(SourceFile file, TaskCompletionSource<ReadDocument> done)
    {
        var what = "file";
        try
        {
            var format = FormatDetector.Detect(file);
            what = format.Description;
            done.SetResult(format.Reader.Read(file with { Text = format.Text, Encoding = format.Encoding }));
        }
        catch (OperationCanceledException e)
        {
            done.TrySetCanceled(e.CancellationToken);
        }
        catch (UnreadableDocumentException e)
        {
            done.SetException(e);
        }
        catch (InsufficientExecutionStackException e)
        {
            done.SetException(Unreadable.TooDeep(what, e));
        }
        catch (OutOfMemoryException e)
        {
            done.SetException(new UnreadableDocumentException("too_large", $"There is not enough memory to read the {what}.", e));
        }
#pragma warning disable CA1031 // Parsers fail on damaged files in every way there is; nothing may leave this thread, or the process ends.
        catch (Exception e)
        {
            done.SetException(Unreadable.Damaged(what, e));
        }
#pragma warning restore CA1031
    }
}
