using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Assistant.Inference.Serving;

/// <summary>Compares the key of a request with ours in a time that tells nothing about either.</summary>
internal sealed class ApiKeyCheck(string? key)
{
    private const string Scheme = "Bearer ";

    // Of hashes, so that the time doesn't tell the length either.
    private readonly byte[]? expected = string.IsNullOrEmpty(key) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether the request may go on.</summary>
    public bool Allows(HttpRequest request)
    {
        if (expected is null)
        {
            return true;
        }

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())));
    }
}
