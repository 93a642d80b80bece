namespace Assistant.Server.Composition;

/// <summary>Where things lie in a home.</summary>
internal static class HomeFiles
{
    /// <summary>The name of the file that makes a folder a home.</summary>
    public const string Marker = "home.json";

    /// <summary>The database.</summary>
    public static string Database(string home) => Path.Combine(home, "assistant.db");

    /// <summary>The folder of models.</summary>
    public static string Models(string home) => Path.Combine(home, "models");

    /// <summary>The folder of native libraries for GPUs.</summary>
    public static string Runtimes(string home) => Path.Combine(home, "runtimes");

    /// <summary>Whether there is a home.</summary>
    public static bool Exist(string home) => File.Exists(Path.Combine(home, Marker));
}
