using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Scheduling;

/// <summary>Tells whether keys and values belong to a model file: they mean nothing to another one.</summary>
internal static class ModelStamp
{
    /// <summary>How many bytes a stamp has.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    // The start of a file holds its shape and the beginning of its vocabulary; length and time stand for the weights, whose hash
    // would take seconds.
    private const int HashedStart = 64 * 1024;

    /// <summary>The stamp of a file as it is now, for this version of llama.cpp.</summary>
    public static byte[] Of(GgufFile file)
    {
        FileInfo info = new(file.Path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var words = string.Create(CultureInfo.InvariantCulture, $"{LlamaRuntime.RequiredVersion}|flash|f16|{info.Length}|{info.LastWriteTimeUtc.Ticks}|");
        hash.AppendData(Encoding.UTF8.GetBytes(words));
        using var stream = info.OpenRead();
        var start = new byte[Math.Min(HashedStart, info.Length)];
        stream.ReadExactly(start);
        hash.AppendData(start);
        return hash.GetHashAndReset();
    }
}
