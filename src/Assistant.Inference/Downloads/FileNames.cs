using System.Buffers;

namespace Assistant.Inference.Downloads;

/// <summary>Decides which names from outside may become names of files in the models folder.</summary>
internal static class FileNames
{
    // What no common file system takes in a name, and what would leave the folder or name a stream on Windows.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CLOCK$"];

    /// <summary>Whether a model file may have that name.</summary>
    public static bool IsModelFile(string name) =>
        name.Length is > 5 and <= 200
        && name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
        && name[0] is not ('.' or ' ' or '-')
        && !name.AsSpan().ContainsAny(Forbidden)
        && !name.Any(char.IsControl)
        && !IsDevice(name[..name.IndexOf('.')]);

    /// <summary>Whether a path of a repository is a plain one: no empty step, and none that leads upwards.</summary>
    public static bool IsRepositoryPath(string path) =>
        path.Length is > 0 and <= 1000 && path.Split('/').All(step => step.Length > 0 && step is not ("." or "..") && !step.Contains('\\') && !step.Any(char.IsControl));

    private static bool IsDevice(string stem) =>
        Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
        || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
}
