using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Assistant.Core;
using Assistant.Storage.Homes;
using Microsoft.Extensions.Logging;

namespace Assistant.Storage.Files;

/// <summary>Originals as files named by their hash: <c>files/ab/abcd...</c>. A file there is whole; what is being written lies in <c>files/.incoming</c>.</summary>
internal sealed class FileStore(HomeSchema home, ILogger<FileStore> logger) : IFileStore
{
    private const int CopyBytes = 128 * 1024;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string root = Path.Combine(home.Home, "files");
    private readonly Lock sweeping = new();
    private bool isSwept;

    public async Task<(string Hash, long Bytes)> StoreAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        await home.OpenAsync(cancellationToken);
        try
        {
            var incoming = Path.Combine(root, ".incoming");
            Directory.CreateDirectory(incoming);
            SweepOnce(incoming);

            return await StoreAsync(content, maxBytes, Path.Combine(incoming, Guid.NewGuid().ToString("N")), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not SourceFaultException && StorageFault.Explain(exception) is { } fault)
        {
            throw fault;
        }
        catch (SourceFaultException exception)
        {
            // The caller's stream broke, not the home: it gets its own exception back.
            throw exception.InnerException!;
        }
    }

    public Stream? OpenRead(string hash)
    {
        try
        {
            return IsHash(hash) ? new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(string hash)
    {
        if (IsHash(hash) && Directory.Exists(Path.GetDirectoryName(PathOf(hash))))
        {
            File.Delete(PathOf(hash));
        }
    }

    public IEnumerable<string> Hashes() => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Where(IsHash)
        : [];

    private async Task<(string Hash, long Bytes)> StoreAsync(Stream content, long maxBytes, string unfinished, CancellationToken cancellationToken)
    {
        try
        {
            // Kept open over the rename: the lock tells other processes' sweeps that somebody is still writing it.
            await using FileStream file = new(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 0);
            var (hash, bytes) = await CopyAsync(content, file, maxBytes, cancellationToken);
            var final = PathOf(hash);
            if (new FileInfo(final) is { Exists: true } known && known.Length == bytes)
            {
                return (hash, bytes);
            }

            // On the disk before it gets its name: a name in files/ promises whole content, also after a power cut.
            file.Flush(flushToDisk: true);
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            File.Move(unfinished, final, overwrite: true);
            return (hash, bytes);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task<(string Hash, long Bytes)> CopyAsync(Stream content, FileStream file, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            var bytes = 0L;
            while (await ReadAsync(content, buffer, cancellationToken) is > 0 and var read)
            {
                bytes += read;
                if (bytes > maxBytes)
                {
                    throw new AssistantException("too_large", string.Create(CultureInfo.InvariantCulture, $"The file is larger than {maxBytes:N0} bytes."), "Split it, or raise the limit in the configuration.");
                }

                hash.AppendData(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer.AsMemory(0, CopyBytes), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceFaultException(exception);
        }
    }

    // Nobody writes before the sweep is over: it must not meet files of this process.
    private void SweepOnce(string incoming)
    {
        lock (sweeping)
        {
            if (!isSwept)
            {
                Sweep(incoming);
                isSwept = true;
            }
        }
    }

    // What a killed process left. A file that somebody still writes is locked, and stays.
    private void Sweep(string incoming)
    {
        var swept = 0;
        foreach (var path in Directory.EnumerateFiles(incoming))
        {
            try
            {
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(path);
                swept++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.LeftoverStays(logger, exception);
            }
        }

        if (swept > 0)
        {
            Log.LeftoversSwept(logger, swept);
        }
    }

    private string PathOf(string hash) => Path.Combine(root, hash[..2], hash);

    private static bool IsHash(string hash) => hash is { Length: 64 } && !hash.AsSpan().ContainsAnyExcept(HexDigits);

    private sealed class SourceFaultException(Exception cause) : Exception(null, cause);
}
