using System.CommandLine;

namespace Assistant.Server.CommandLine;

/// <summary>The options that every verb has.</summary>
internal sealed class CommonOptions
{
    /// <summary><c>--home</c>.</summary>
    public Option<string?> Home { get; } = new("--home")
    {
        Description = "The folder that holds everything: database, originals, models (else ASSISTANT_HOME, else ./data).",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary><c>--config</c>.</summary>
    public Option<string?> Config { get; } = new("--config")
    {
        Description = "The settings file (else appsettings.json beside the solution or the executable).",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary><c>--json</c>.</summary>
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print only JSON on standard output.",
        Recursive = true,
    };

    /// <summary><c>--quiet</c>.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "No progress and no notes.",
        Recursive = true,
    };

    /// <summary><c>--verbose</c>.</summary>
    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Log more, to standard error.",
        Recursive = true,
    };

    /// <summary>Adds them to the root, from which every verb inherits them.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(Home);
        root.Add(Config);
        root.Add(Json);
        root.Add(Quiet);
        root.Add(Verbose);
    }

    /// <summary>What the caller gave.</summary>
    public CommonValues Of(ParseResult parsed) => new(
        parsed.GetValue(Home),
        parsed.GetValue(Config),
        parsed.GetValue(Json),
        parsed.GetValue(Quiet),
        parsed.GetValue(Verbose));
}
