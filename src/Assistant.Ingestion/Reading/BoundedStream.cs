namespace Assistant.Ingestion.Reading;

/// <summary>Reads an unpacking stream and stops when it grows past what its packed size and the limit allow.</summary>
/// <param name="inner">The unpacking stream; disposed with this one.</param>
/// <param name="allowance">The most bytes that may come out.</param>
/// <param name="what">What is read, for the reason.</param>
internal sealed class BoundedStream(Stream inner, long allowance, string what) : Stream
{
    // Deflate cannot pass 1032:1, and real text stays under 30:1 (runs of blanks in markup reach 100:1). Small parts may do what they like.
    private const int MaxRatio = 200;
    private const long FreeBytes = 16 * 1024 * 1024;

    private long left = allowance;

    /// <summary>How many bytes may come out of so many packed ones, never more than the limit.</summary>
    public static long Allowance(long packed, long limit) => Math.Min(limit, Math.Max(FreeBytes, packed * MaxRatio));

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        left -= read;
        return left >= 0 ? read : throw Unreadable.UnpacksTooFar(what);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
