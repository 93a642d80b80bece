using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Assistant.Inference.Downloads;

namespace Assistant.Inference.Runtimes;

/// <summary>Checks a package's archive and takes the libraries out of it.</summary>
internal static class PackageArchive
{
    // The largest package unpacks to 375 MB; an archive that says more is no package of ours.
    private const long MostBytes = 2L << 30;
    private const int MostEntries = 1000;

    /// <summary>Compares the archive with the hash of the lock file.</summary>
    /// <exception cref="ModelDownloadException">It is another one (<c>wrong_hash</c>).</exception>
    public static async Task CheckAsync(string archive, RuntimePackage package, CancellationToken cancellationToken)
    {
        using FileStream stream = new(archive, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 18, FileOptions.SequentialScan);
        var found = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken));
        if (found != package.Integrity)
        {
            throw new ModelDownloadException(
                "wrong_hash", $"The package {package.Name}@{package.Version} has the hash {found}, not {package.Integrity}. It was not installed.",
                "Somebody or something on the way changed it. Try another registry or network.");
        }
    }

    /// <summary>Takes the libraries and the licence out, all into one folder, whatever folders they have in the archive.</summary>
    public static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        using FileStream stream = new(archive, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 18, FileOptions.SequentialScan);
        using GZipStream unzipped = new(stream, CompressionMode.Decompress);
        using TarReader tar = new(unzipped);
        long bytes = 0;
        var entries = 0;
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            bytes += entry.Length;
            if (++entries > MostEntries || bytes > MostBytes)
            {
                throw new ModelDownloadException("wrong_hash", "The package claims to hold more than such a package can.", "It was not installed.");
            }

            // Only plain files, by their last name: no link and no path of the archive decides where something is written.
            var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && IsWanted(entry.Name, name))
            {
                await WriteAsync(entry, Path.Combine(folder, name), cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            if (entry.DataStream is { } content)
            {
                await content.CopyToAsync(file, cancellationToken);
            }
        }
        catch (IOException e)
        {
            throw DiskFaults.Of(e);
        }
    }

    // Neither the Node.js addon nor llama-common, a C++ library, is ever called.
    private static bool IsWanted(string path, string name) =>
        name == "LICENSE" ? path.Count(letter => letter == '/') == 1
        : path.Contains("/bins/", StringComparison.Ordinal) && name.EndsWith(".so", StringComparison.Ordinal) && !name.Contains("llama-common", StringComparison.Ordinal) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
