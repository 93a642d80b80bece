using System.CommandLine;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Serving;

/// <summary>The command <c>serve</c>, which also runs when no verb is given.</summary>
internal sealed class ServeCommand(CommonOptions common)
{
    private readonly Option<string?> urls = new("--urls")
    {
        Description = $"Where to listen; several are separated by semicolons. Loopback only (else {ListenUrls.Default}).",
        HelpName = "U",
    };

    private readonly Option<bool> noSamples = new("--no-samples") { Description = "Do not take the sample handbook in on a new home." };

    /// <summary>Makes it.</summary>
    public Command Create()
    {
        Command command = new("serve", "The server: chat page and API.") { urls, noSamples };
        command.Runs(common, RunAsync);
        return command;
    }

    /// <summary>Lets the root run it.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(urls);
        root.Add(noSamples);
        root.Runs(common, RunAsync);
    }

    private Task<int> RunAsync(ParseResult parsed, VerbContext context, CancellationToken cancellationToken)
    {
        var points = ListenUrls.Of(context, parsed.GetValue(urls));
        return new ServeVerb(context, points, withSamples: !parsed.GetValue(noSamples)).RunAsync(cancellationToken);
    }
}
