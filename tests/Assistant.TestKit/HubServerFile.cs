using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Assistant.TestKit;

/// <summary>A file of a <see cref="HubServer"/>, and how it misbehaves.</summary>
public sealed class HubServerFile(byte[] content)
{
    private byte[] content = content;

    /// <summary>The bytes; a new value is a new commit.</summary>
    public byte[] Content
    {
        get => content;
        set
        {
            content = value;
            Sha256 = Hash(value);
            Commit = Sha256[..40];
        }
    }

    /// <summary>The hash that the hub tells.</summary>
    public string Sha256 { get; set; } = Hash(content);

    /// <summary>The commit that the hub tells.</summary>
    public string Commit { get; set; } = Hash(content)[..40];

    /// <summary>Whether the hub describes the file at all.</summary>
    public bool TellsState { get; set; } = true;

    /// <summary>Whether the bytes are behind a redirect to the storage.</summary>
    public bool IsStoredElsewhere { get; set; } = true;

    /// <summary>Whether the server can go on in the middle.</summary>
    public bool TakesRanges { get; set; } = true;

    /// <summary>Another address than the storage's.</summary>
    public string? LeadsTo { get; set; }

    /// <summary>A relative redirect to another path of the hub.</summary>
    public string? RenamedTo { get; set; }

    /// <summary>How the hub's next requests end, instead of with the file.</summary>
    public ConcurrentQueue<(int Status, Dictionary<string, string> Headers)> Refusals { get; } = new();

    /// <summary>After how many bytes the next answers break off.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    /// <summary>How much is sent at a time.</summary>
    public int ChunkBytes { get; set; } = 1 << 16;

    /// <summary>What sending waits for after <see cref="GateAfter"/> bytes.</summary>
    public SemaphoreSlim? Gate { get; set; }

    /// <summary>After which byte sending waits.</summary>
    public int GateAfter { get; set; }

    /// <summary>How many bytes were sent in all.</summary>
    public long Sent { get; set; }

    /// <summary>The SHA-256 as the hub writes it.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Makes the hub refuse its next request.</summary>
    public void Refuse(int status, params (string Name, string Value)[] headers) =>
        Refusals.Enqueue((status, headers.ToDictionary(header => header.Name, header => header.Value)));
}
