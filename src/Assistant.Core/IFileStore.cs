namespace Assistant.Core;

/// <summary>Keeps originals by the hash of their bytes.</summary>
public interface IFileStore
{
    /// <summary>Stores a stream whole or not at all; the same bytes are kept once.</summary>
    /// <returns>SHA-256 in lower-case hex and the length in bytes.</returns>
    /// <exception cref="AssistantException">The disk is full (<c>disk_full</c>) or the stream is longer than <paramref name="maxBytes"/> (<c>too_large</c>).</exception>
    Task<(string Hash, long Bytes)> StoreAsync(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Opens an original for reading (seekable), or null when it is not there.</summary>
    Stream? OpenRead(string hash);

    /// <summary>Removes an original. Unknown hashes are no error.</summary>
    void Delete(string hash);

    /// <summary>The hashes of all originals, in no order, so that those which no record refers to can be found after a crash.</summary>
    IEnumerable<string> Hashes() => [];
}
