using Assistant.Server.Composition;
using Assistant.Server.Configuring;

namespace Assistant.Server.CommandLine;

/// <summary>What a verb runs with: the settings, the home and where to print.</summary>
internal sealed class VerbContext(CommonValues common, VerbOutput output)
{
    private string? modelsFolder;
    private string? runtimesFolder;
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

    /// <summary>The same with another home; the models stay those of the caller's home.</summary>
    public VerbContext WithHome(string home) => new(common with { Home = home }, Output) { modelsFolder = ModelsFolder, runtimesFolder = RuntimesFolder };

    /// <summary>The folder of models: that of the caller's home, also while an evaluation works in a home of its own.</summary>
    public string ModelsFolder => modelsFolder ?? HomeFiles.Models(Home);

    /// <summary>The folder of GPU libraries, likewise.</summary>
    public string RuntimesFolder => runtimesFolder ?? HomeFiles.Runtimes(Home);

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
