using System.Security.Cryptography;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>One set of agile encryption parameters.</summary>
/// <param name="Hash">The hash algorithm.</param>
/// <param name="KeyBits">The length of the key.</param>
/// <param name="BlockSize">The cipher's block in bytes.</param>
/// <param name="Salt">The salt.</param>
internal sealed record AgileKey(HashAlgorithmName Hash, int KeyBits, int BlockSize, byte[] Salt)
{
    /// <summary>How many rounds the password is hashed.</summary>
    public int Spins { get; init; }

    /// <summary>A random value, encrypted.</summary>
    public byte[] VerifierInput { get; init; } = [];

    /// <summary>Its hash, encrypted: tells whether the password is right.</summary>
    public byte[] VerifierHash { get; init; } = [];

    /// <summary>The content's key, encrypted.</summary>
    public byte[] EncryptedKey { get; init; } = [];
}
