using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>The two ways in which Office encrypts packages: standard (2007) and agile (2010 and later), [MS-OFFCRYPTO] 2.3.4.</summary>
internal static class PackageDecryption
{
    private const int StandardSpins = 50_000;

    // Office writes 100,000; more only makes the reader work.
    private const int MaxSpins = 10_000_000;
    private const int AgileSegment = 4096;

    /// <summary>The package in the clear, or null if the password is wrong.</summary>
    public static byte[]? Open(byte[] description, byte[] package, string password, CancellationToken cancellationToken)
    {
        var major = BinaryPrimitives.ReadUInt16LittleEndian(description);
        var minor = BinaryPrimitives.ReadUInt16LittleEndian(description.AsSpan(2));
        var content = (major, minor) switch
        {
            (4, 4) => OpenAgile(description.AsSpan(8).ToArray(), package, password, cancellationToken),
            (2 or 3 or 4, 2) => OpenStandard(description, package, password, cancellationToken),
            _ => throw Unreadable.Unsupported("This kind of Office encryption"),
        };
        if (content is null)
        {
            return null;
        }

        // The stream starts with the true length; behind it the last block is padded.
        var length = BinaryPrimitives.ReadInt64LittleEndian(package);
        return length >= 0 && length <= content.Length ? content[..(int)length] : throw new CryptographicException("The length of the package is wrong.");
    }

#pragma warning disable CA5350, CA5358 // SHA-1 and ECB are what the format prescribes; this only opens what others wrote.
    private static byte[]? OpenStandard(byte[] description, byte[] package, string password, CancellationToken cancellationToken)
    {
        var headerSize = BinaryPrimitives.ReadInt32LittleEndian(description.AsSpan(8));
        var keyBits = BinaryPrimitives.ReadInt32LittleEndian(description.AsSpan(12 + 16));
        var verifier = description.AsSpan(12 + headerSize);
        var salt = verifier.Slice(4, 16);
        var key = Spin(HashAlgorithmName.SHA1, salt, password, StandardSpins, cancellationToken);
        key = SHA1.HashData([.. key, 0, 0, 0, 0]);

        // 2.3.4.7: the hash is drawn out over the inner pad byte 0x36, then 0x5C.
        var inner = new byte[64];
        var outer = new byte[64];
        Array.Fill(inner, (byte)0x36);
        Array.Fill(outer, (byte)0x5C);
        for (var at = 0; at < key.Length; at++)
        {
            inner[at] ^= key[at];
            outer[at] ^= key[at];
        }

        using var aes = Aes.Create();
        aes.Key = [.. ((byte[])[.. SHA1.HashData(inner), .. SHA1.HashData(outer)]).Take(keyBits / 8)];
        var expected = SHA1.HashData(aes.DecryptEcb(verifier.Slice(20, 16), PaddingMode.None));
        var stored = aes.DecryptEcb(verifier.Slice(40, 32), PaddingMode.None);
        return CryptographicOperations.FixedTimeEquals(expected, stored.AsSpan(0, expected.Length))
            ? aes.DecryptEcb(package.AsSpan(8, (package.Length - 8) & ~15), PaddingMode.None)
            : null;
    }
#pragma warning restore CA5350, CA5358

    private static byte[]? OpenAgile(byte[] description, byte[] package, string password, CancellationToken cancellationToken)
    {
        var (data, key) = AgileParameters.Read(description);
        if (key.Spins is < 0 or > MaxSpins)
        {
            throw new CryptographicException("The key asks for too many rounds.");
        }

        var hash = Spin(key.Hash, key.Salt, password, key.Spins, cancellationToken);

        // Block keys: constants of [MS-OFFCRYPTO] 2.3.4.13.
        var input = Decrypt(key, hash, [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79], key.VerifierInput);
        var stored = Decrypt(key, hash, [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E], key.VerifierHash);
        var expected = CryptographicOperations.HashData(key.Hash, input);
        if (stored.Length < expected.Length || !CryptographicOperations.FixedTimeEquals(expected, stored.AsSpan(0, expected.Length)))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = Decrypt(key, hash, [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6], key.EncryptedKey)[..(data.KeyBits / 8)];
        using MemoryStream content = new(package.Length);
        var segment = new byte[4];
        for (var (at, number) = (8, 0); at < package.Length; at += AgileSegment, number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            BinaryPrimitives.WriteInt32LittleEndian(segment, number);
            var vector = CryptographicOperations.HashData(data.Hash, [.. data.Salt, .. segment]);
            var block = package.AsSpan(at, Math.Min(AgileSegment, package.Length - at) & ~15);
            content.Write(aes.DecryptCbc(block, Sized(vector, data.BlockSize), PaddingMode.None));
        }

        return content.ToArray();
    }

    private static byte[] Decrypt(AgileKey key, byte[] hash, ReadOnlySpan<byte> blockKey, byte[] encrypted)
    {
        using var aes = Aes.Create();
        aes.Key = Sized(CryptographicOperations.HashData(key.Hash, [.. hash, .. blockKey]), key.KeyBits / 8);
        return aes.DecryptCbc(encrypted, Sized(key.Salt, key.BlockSize), PaddingMode.None);
    }

    private static byte[] Spin(HashAlgorithmName algorithm, ReadOnlySpan<byte> salt, string password, int spins, CancellationToken cancellationToken)
    {
        var hash = CryptographicOperations.HashData(algorithm, [.. salt, .. Encoding.Unicode.GetBytes(password)]);
        var round = new byte[4 + hash.Length];
        for (var at = 0; at < spins; at++)
        {
            if ((at & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            BinaryPrimitives.WriteInt32LittleEndian(round, at);
            hash.CopyTo(round, 4);
            CryptographicOperations.HashData(algorithm, round, hash);
        }

        return hash;
    }

    // Shorter values are filled up with 0x36, longer ones cut (2.3.4.11).
    private static byte[] Sized(byte[] value, int size)
    {
        var sized = new byte[size];
        Array.Fill(sized, (byte)0x36);
        value.AsSpan(0, Math.Min(size, value.Length)).CopyTo(sized);
        return sized;
    }
}
