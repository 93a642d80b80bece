using System.CommandLine;
using Assistant.Core;
using Assistant.Inference.Serving;
using Assistant.Inference.Workers;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Serving;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>models serve</c>: a model node for other machines, or the worker of another process of ours.</summary>
internal static class ModelsServeCommand
{
    private const string Default = "http://127.0.0.1:5090";

    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Option<string?> urls = new("--urls") { Description = $"Where to listen; several are separated by semicolons (else {Default}). Other than loopback needs a key.", HelpName = "U" };
        Option<string?> key = new("--api-key")
        {
            Description = $"The key that requests must carry as 'Authorization: Bearer K'. Better in the environment, as ASSISTANT_MODELS__SERVING__APIKEY: other users of the machine can see command lines.",
            HelpName = "K",
        };
        Option<bool> worker = new("--worker") { Description = "Serve the process that started this one, told by its standard input.", Hidden = true };
        Command command = new("serve", "An OpenAI-compatible server of the local models.") { urls, key, worker };
        command.Runs(common, (parsed, context, cancellationToken) => parsed.GetValue(worker)
            ? WorkAsync(context)
            : ServeAsync(context, parsed.GetValue(urls) ?? Default, parsed.GetValue(key), cancellationToken));
        return command;
    }

    // Ctrl-C on a terminal and a service's stop come to every process at once. The worker stays for as long as the one that it serves
    // has answers to finish, and ends with it.
    private static async Task<int> WorkAsync(VerbContext context)
    {
        await ModelWorkerHost.RunAsync(
            Console.In,
            Console.Out,
            logging => logging.SetMinimumLevel(context.Verbose ? LogLevel.Debug : LogLevel.Warning).AddProvider(new WorkerLog()),
            CancellationToken.None);
        return ExitCodes.Done;
    }

    private static Task<int> ServeAsync(VerbContext context, string urls, string? typedKey, CancellationToken cancellationToken)
    {
        var key = string.IsNullOrWhiteSpace(typedKey) ? context.Configuration[ModelServingOptions.Section + ":ApiKey"] : typedKey;
        var hasKey = !string.IsNullOrWhiteSpace(key);
        var points = ListenUrls.Parse(urls, url => hasKey ? null : new AssistantException(
            "key_needed",
            $"'{url}' can be reached from other machines: everybody there could use the models of this one.",
            "Give a key with --api-key or ASSISTANT_MODELS__SERVING__APIKEY, or listen on this machine only."));
        return new ModelsServeVerb(context, points, hasKey ? key : null).RunAsync(cancellationToken);
    }
}
