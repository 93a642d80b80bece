namespace Assistant.Server.Home;

/// <summary>Who writes to a home and where it takes work: the content of <c>writer.json</c>.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Socket">The absolute path of its Unix domain socket.</param>
/// <param name="Verb">What it runs: <c>serve</c> or a verb that ends by itself.</param>
internal sealed record WriterAddress(int Pid, string Socket, string Verb)
{
    /// <summary>Where it listens for people, when it serves.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>The verb of a server.</summary>
    public const string Serve = "serve";
}
