using System.Collections.Concurrent;
using System.Security.Cryptography;
using Assistant.Core;

namespace Assistant.Ingestion.Tests.Working;

/// <summary>Originals in memory that outlive a "process".</summary>
internal sealed class MemoryFiles(Crashes crashes) : IFileStore
{
    private readonly ConcurrentDictionary<string, byte[]> files = new();

    public bool IsFull { get; set; }

    public IEnumerable<string> Hashes() => files.Keys;

    public async Task<(string Hash, long Bytes)> StoreAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        crashes.Point("store");
        if (IsFull)
        {
            throw new AssistantException("disk_full", "The disk of the home is full.");
        }

        using MemoryStream copy = new();
        await content.CopyToAsync(copy, cancellationToken);
        if (copy.Length > maxBytes)
        {
            throw new AssistantException("too_large", "The file is too large.");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(copy.ToArray()));
        files[hash] = copy.ToArray();
        crashes.Point("stored");
        return (hash, copy.Length);
    }

    public Stream? OpenRead(string hash)
    {
        crashes.Point("open");
        return files.TryGetValue(hash, out var bytes) ? new MemoryStream(bytes) : null;
    }

    public void Delete(string hash)
    {
        crashes.Point("remove");
        files.TryRemove(hash, out _);
    }
}
