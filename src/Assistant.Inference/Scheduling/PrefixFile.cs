using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Scheduling;

/// <summary>
/// A beginning that is used often, kept on disk with its keys and values. llama.cpp checks none of it, and a changed byte can end the
/// process: the hash of everything is checked before a byte of it reaches native code.
/// </summary>
internal sealed class PrefixFile(LlamaModel model, string path, int mostTokens)
{
    private const int HeaderBytes = 8 + ModelStamp.Length + sizeof(int) + sizeof(int);

    // Positions, owners and sizes that llama.cpp writes beside keys and values.
    private const int ExtraBytesPerToken = 64;

    private static ReadOnlySpan<byte> Magic => "ASTPFX01"u8;

    /// <summary>The beginning, or null where there is none that can be trusted and belongs to the model as it is.</summary>
    /// <param name="why">Why a file that is there is not used.</param>
    public KeptPrefix? Read(out string? why)
    {
        why = null;
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var most = HeaderBytes + SHA256.HashSizeInBytes + ((MemoryBudget.KeyValueBytes(model.File, 1) + sizeof(int) + ExtraBytesPerToken) * mostTokens) + (1 << 20);
            if (new FileInfo(path).Length > Math.Min(most, Array.MaxLength))
            {
                why = "it is too large";
                return null;
            }

            return Parse(File.ReadAllBytes(path), out why);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = e.Message;
            return null;
        }
    }

    /// <summary>Writes a beginning in one step: a crash leaves the old file or the new one.</summary>
    public void Write(KeptPrefix prefix)
    {
        var bytes = new byte[HeaderBytes + (prefix.Tokens.Length * sizeof(int)) + prefix.State.Length + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        ModelStamp.Of(model.File).CopyTo(bytes.AsSpan(Magic.Length));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes - 8), prefix.Tokens.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes - 4), prefix.State.Length);
        MemoryMarshal.AsBytes<int>(prefix.Tokens).CopyTo(bytes.AsSpan(HeaderBytes));
        prefix.State.CopyTo(bytes.AsSpan(HeaderBytes + (prefix.Tokens.Length * sizeof(int))));
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".new";
        File.WriteAllBytes(unfinished, bytes);
        File.Move(unfinished, path, overwrite: true);
    }

    private KeptPrefix? Parse(byte[] bytes, out string? why)
    {
        var content = bytes.AsSpan(0, Math.Max(0, bytes.Length - SHA256.HashSizeInBytes));
        if (content.Length < HeaderBytes || !content.StartsWith(Magic) || !SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            why = "it is damaged";
            return null;
        }

        if (!content.Slice(Magic.Length, ModelStamp.Length).SequenceEqual(ModelStamp.Of(model.File)))
        {
            why = "it belongs to another model file";
            return null;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(content[(HeaderBytes - 8)..]);
        var stateBytes = BinaryPrimitives.ReadInt32LittleEndian(content[(HeaderBytes - 4)..]);
        if (count < 1 || count > mostTokens || stateBytes < 1 || HeaderBytes + ((long)count * sizeof(int)) + stateBytes != content.Length)
        {
            why = "it does not fit";
            return null;
        }

        var tokens = MemoryMarshal.Cast<byte, int>(content.Slice(HeaderBytes, count * sizeof(int))).ToArray();
        if (tokens.AsSpan().ContainsAnyExceptInRange(0, model.Vocabulary.Count - 1))
        {
            why = "it does not fit";
            return null;
        }

        why = null;
        return new(tokens, content[^stateBytes..].ToArray());
    }
}
