using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Storage.Homes;

/// <summary>The file <c>home.json</c>, which marks a folder as a home and says by which layout.</summary>
/// <param name="Schema">The layout of the home, counted from 1.</param>
/// <param name="CreatedAt">When the home was made.</param>
internal sealed record HomeFile(
    [property: JsonPropertyName("schema")] int Schema,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt)
{
    public const string Name = "home.json";

    /// <summary>Reads the file of a home, or null when there is none.</summary>
    public static async Task<HomeFile?> ReadAsync(string home, CancellationToken cancellationToken)
    {
        var path = Path.Combine(home, Name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var file = JsonSerializer.Deserialize<HomeFile>(await File.ReadAllTextAsync(path, cancellationToken));
            return file is { Schema: >= 1 } ? file : throw Damaged(null);
        }
        catch (JsonException exception)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>Writes the file whole or not at all. When another process was first, its file stays.</summary>
    public async Task WriteAsync(string home, CancellationToken cancellationToken)
    {
        var unfinished = Path.Combine(home, $"{Name}.{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(this) + "\n", cancellationToken);
            File.Move(unfinished, Path.Combine(home, Name), overwrite: false);
        }
        catch (IOException) when (File.Exists(Path.Combine(home, Name)))
        {
            // Two processes made the home at the same moment: both wrote the same schema.
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static AssistantException Damaged(Exception? cause) => new(
        "damaged_home", $"The file {Name} of the home is damaged.", $"Restore the home from a backup, or choose another folder with --home.", cause);
}
