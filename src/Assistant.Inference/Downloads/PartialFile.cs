using System.Security.Cryptography;

namespace Assistant.Inference.Downloads;

/// <summary>What is there of a file so far, and the hash of it. For one thread.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferBytes = 1 << 18;

    private readonly DownloadPlaces places;
    private readonly string name;
    private readonly FileStream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialFile(DownloadPlaces places, string name, PullRecord wanted)
    {
        this.places = places;
        this.name = name;
        Wanted = wanted;
        stream = new(places.Partial(name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The file that it is to become.</summary>
    public PullRecord Wanted { get; private set; }

    /// <summary>How many bytes are there.</summary>
    public long Length => stream.Length;

    /// <summary>Takes up what an earlier run left, if it is of the same file, and hashes it.</summary>
    public static async Task<PartialFile> OpenAsync(DownloadPlaces places, string name, PullRecord wanted, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        PartialFile partial = new(places, name, wanted);
        try
        {
            await partial.TakeUpAsync(PullRecord.Read(places.State(name)), tell, cancellationToken);
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="ModelDownloadException">They can't be written (<c>disk_full</c>, <c>io_error</c>).</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw DiskFaults.Of(e);
        }

        hash.AppendData(bytes.Span);
    }

    /// <summary>Throws away what is there.</summary>
    public void Restart(PullRecord wanted)
    {
        Wanted = wanted;
        _ = hash.GetHashAndReset();
        try
        {
            stream.SetLength(0);
            stream.Position = 0;
            wanted.Write(places.State(name));
        }
        catch (IOException e)
        {
            throw DiskFaults.Of(e);
        }
    }

    /// <summary>Checks the whole and moves it to its place in one step.</summary>
    /// <exception cref="ModelDownloadException">It is another file than was promised (<c>wrong_hash</c>); it is removed.</exception>
    public void Place()
    {
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != Wanted.Sha256)
        {
            stream.Dispose();
            File.Delete(places.Partial(name));
            File.Delete(places.State(name));
            throw new ModelDownloadException(
                "wrong_hash",
                $"'{name}' arrived with the SHA-256 {found}, not {Wanted.Sha256}. It was removed.",
                "Somebody or something on the way changed it, or a mirror is out of date. Run the command once more; if it ends the same, use another mirror.");
        }

        try
        {
            stream.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw DiskFaults.Of(e);
        }

        stream.Dispose();
        File.Move(places.Partial(name), places.Target(name), overwrite: false);
        Wanted.Write(places.Record(name));
        File.Delete(places.State(name));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        hash.Dispose();
    }

    private async Task TakeUpAsync(PullRecord? left, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        if (left?.Sha256 != Wanted.Sha256 || stream.Length > Wanted.Bytes)
        {
            if (stream.Length > 0)
            {
                tell(new PullStep.Restarted(name, "what was there is of another version of the file"));
            }

            Restart(Wanted);
            return;
        }

        var total = stream.Length;
        var buffer = new byte[BufferBytes];
        long done = 0;
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            done += read;
            tell(new PullStep.Checking(name, done, total));
        }

        Wanted.Write(places.State(name));
    }
}
