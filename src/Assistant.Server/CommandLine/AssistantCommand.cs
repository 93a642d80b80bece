using System.CommandLine;
using Assistant.Server.Doctor;
using Assistant.Server.Serving;
using Assistant.Server.Evaluation;
using Assistant.Server.Verbs;

namespace Assistant.Server.CommandLine;

/// <summary>The whole command line. A verb is added here: its command is made by a static <c>Create(CommonOptions)</c>.</summary>
internal static class AssistantCommand
{
    /// <summary>Parses, runs and gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments, new ParserConfiguration
        {
            // A question may begin with @; it names no file of arguments.
            ResponseFileTokenReplacer = null,
        });

        if (parsed.Errors.Count > 0)
        {
            return Misuse(parsed, arguments);
        }

        using StopSignals signals = new();
        InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(invocation, signals.Token);
    }

    /// <summary>The root with all verbs.</summary>
    internal static RootCommand Create()
    {
        CommonOptions common = new();
        RootCommand root = new("Answers questions from your own documents, on your own machine. Without a verb: serve.");
        common.AddTo(root);

        ServeCommand serve = new(common);
        serve.AddTo(root);
        root.Add(serve.Create());
        root.Add(IngestCommand.Create(common));
        root.Add(DocumentsCommand.Create(common));
        root.Add(SearchCommand.Create(common));
        root.Add(AskCommand.Create(common));
        root.Add(ModelsCommand.Create(common));
        root.Add(DoctorCommand.Create(common));
        root.Add(EvalCommand.Create(common));
        return root;
    }

    private static int Misuse(ParseResult parsed, string[] arguments)
    {
        // What was parsed may not tell --json any more; the word itself does.
        var json = arguments.TakeWhile(argument => argument != "--").Contains("--json");
        var output = VerbOutput.OfProcess(new(Home: null, Config: null, json, Quiet: false, Verbose: false));
        var verb = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        output.Fail("misuse", string.Join(" ", parsed.Errors.Select(error => error.Message)), $"'assistant {verb}--help' tells how it is used.");
        return ExitCodes.Misuse;
    }
}
