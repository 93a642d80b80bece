using System.Text.Json;

namespace Assistant.Inference.Downloads;

/// <summary>From where a file in the models folder came, as it was written down when it was put in place or begun.</summary>
/// <param name="Repository">The repository; null for a file of this machine.</param>
/// <param name="Path">Its path there.</param>
/// <param name="Revision">The revision that was asked for; null for a file of this machine.</param>
/// <param name="Commit">The commit that it stood at; null where nobody told.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
public sealed record PullRecord(string? Repository, string Path, string? Revision, string? Commit, string Sha256, long Bytes)
{
    /// <summary>What is written down of a model file; null where nothing is, or where the file has changed in size since.</summary>
    /// <param name="modelPath">The file in the models folder.</param>
    public static PullRecord? Of(string modelPath)
    {
        DownloadPlaces places = new(System.IO.Path.GetDirectoryName(modelPath) ?? "");
        FileInfo file = new(modelPath);
        return file.Exists && Read(places.Record(file.Name)) is { } record && record.Bytes == file.Length ? record : null;
    }

    /// <summary>Reads one; null where there is none or it can't be read.</summary>
    internal static PullRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), PullJson.Default.PullRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it in one step.</summary>
    internal void Write(string path)
    {
        var draft = path + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(this, PullJson.Default.PullRecord));
        File.Move(draft, path, overwrite: true);
    }
}
