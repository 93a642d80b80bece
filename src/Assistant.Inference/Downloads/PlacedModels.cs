using System.Security.Cryptography;

namespace Assistant.Inference.Downloads;

/// <summary>Looks whether a file that is wanted is already in its place.</summary>
internal static class PlacedModels
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Whether the very file is there. A file that nobody wrote anything down of is hashed.</summary>
    /// <exception cref="ModelDownloadException">Another file has its name (<c>model_exists</c>).</exception>
    public static async Task<bool> IsThereAsync(DownloadPlaces places, string name, PullRecord wanted, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var target = places.Target(name);
        FileInfo file = new(target);
        if (!file.Exists)
        {
            return false;
        }

        if (PullRecord.Of(target) is { } record ? record.Sha256 == wanted.Sha256 : file.Length == wanted.Bytes && await HashAsync(target, tell, cancellationToken) == wanted.Sha256)
        {
            wanted.Write(places.Record(name));
            return true;
        }

        throw new ModelDownloadException(
            "model_exists", $"The models folder has another file named '{name}'.", $"Keep it, or remove it with 'assistant models remove {Path.GetFileNameWithoutExtension(name)}' and run the same command again.");
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<string> HashAsync(string path, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long done = 0;
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            done += read;
            tell(new PullStep.Checking(Path.GetFileName(path), done, stream.Length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
