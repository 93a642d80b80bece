using System.Security.Cryptography;
using System.Text;

namespace Assistant.Core;

/// <summary>How documents get their ids.</summary>
public static class DocumentIds
{
    /// <summary>The id of the document with this name in this collection: the same on every run and every machine.</summary>
    /// <returns><c>d</c> and 20 hex digits of SHA-256 (80 bits: a clash among a million documents is less likely than one in 10^12).</returns>
    public static string For(string collection, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return "d" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(collection + "\n" + name)))[..20];
    }
}
