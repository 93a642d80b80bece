using System.Collections;
using Assistant.Core;

namespace Assistant.Server.Configuring;

/// <summary>Finds and reads the settings: one file, then the environment over it.</summary>
internal static class Settings
{
    private const string FileName = "appsettings.json";
    private const string Prefix = "ASSISTANT_";

    /// <summary>Reads the settings.</summary>
    /// <param name="file">The file that the caller named, or null for <c>appsettings.json</c> beside the solution or the executable.</param>
    /// <exception cref="AssistantException">The named file is missing, or the file is not JSON (<c>bad_configuration</c>).</exception>
    public static IConfigurationRoot Load(string? file)
    {
        var path = file is null ? Find() : Path.GetFullPath(file);
        if (file is not null && !File.Exists(path))
        {
            throw new AssistantException("bad_configuration", $"The settings file '{file}' does not exist.", "Give an existing file with --config.");
        }

        var builder = new ConfigurationBuilder();
        if (path is not null)
        {
            builder.AddJsonFile(path, optional: false, reloadOnChange: false);
        }

        builder.AddInMemoryCollection(FromEnvironment(Environment.GetEnvironmentVariables()));
        try
        {
            return builder.Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            var reason = e.InnerException?.Message ?? e.Message;
            throw new AssistantException("bad_configuration", $"The settings file '{path}' cannot be read: {reason}", "Correct the file, or give another one with --config.", e);
        }
    }

    /// <summary>
    /// Settings of the environment: <c>ASSISTANT_HOME</c> is <c>Assistant:Home</c>, <c>ASSISTANT_MODELS__CHAT</c> and
    /// <c>Assistant__Models__Chat</c> are both <c>Assistant:Models:Chat</c>; <c>Logging__…</c> sets log levels.
    /// </summary>
    public static Dictionary<string, string?> FromEnvironment(IDictionary variables)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in variables)
        {
            var name = (string)variable.Key;
            var path = name.Replace("__", ":", StringComparison.Ordinal);
            if (path.StartsWith("Assistant:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase))
            {
                settings[path] = (string?)variable.Value;
            }
            else if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                settings["Assistant:" + path[Prefix.Length..]] = (string?)variable.Value;
            }
        }

        return settings;
    }

    private static string? Find() => Places.InCheckout(FileName) ?? Places.BesideExecutable(FileName);
}
