using Assistant.Server.Configuring;

namespace Assistant.Server.CommandLine;

/// <summary>What a verb runs with: the settings, the home and where to print.</summary>
internal sealed class VerbContext(CommonValues common, VerbOutput output)
{
    private readonly Lazy<IConfigurationRoot> configuration = new(() => Settings.Load(common.Config));

    /// <summary>Where to print.</summary>
    public VerbOutput Output { get; } = output;

    /// <summary>Whether to log more.</summary>
    public bool Verbose { get; } = common.Verbose;

    /// <summary>Settings file and environment, read once.</summary>
    /// <exception cref="Core.AssistantException">The file is missing or not JSON (<c>bad_configuration</c>).</exception>
    public IConfigurationRoot Configuration => configuration.Value;

    /// <summary>The absolute path of the home; it need not exist.</summary>
    public string Home => Path.GetFullPath(FirstGiven(common.Home, Configuration["Assistant:Home"]) ?? "data");

    private static string? FirstGiven(params ReadOnlySpan<string?> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!string.IsNullOrWhiteSpace(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
