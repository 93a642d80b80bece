using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Inference.Runtimes;

/// <summary>What a folder of installed libraries holds; written last, so that it says the folder is whole.</summary>
/// <param name="Package">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Integrity">Its hash.</param>
internal sealed partial record RuntimeStamp(string Package, string Version, string Integrity)
{
    private const string File = "runtime.json";

    /// <summary>Reads it; null where there is none.</summary>
    public static RuntimeStamp? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(Path.Combine(folder, File)), Json.Default.RuntimeStamp);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string folder) => System.IO.File.WriteAllBytes(Path.Combine(folder, File), JsonSerializer.SerializeToUtf8Bytes(this, Json.Default.RuntimeStamp));

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(RuntimeStamp))]
    private sealed partial class Json : JsonSerializerContext;
}
