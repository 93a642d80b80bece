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
        var command = parsed.CommandResult.Command;
        var verb = command is RootCommand ? "" : command.Name + " ";
        var meant = parsed.UnmatchedTokens is [var unknown, ..] && Closest(unknown, command) is { } close ? $"Did you mean '{close}'? " : "";
        output.Fail("misuse", string.Join(" ", parsed.Errors.Select(error => error.Message)), $"{meant}'assistant {verb}--help' tells how it is used.");
        return ExitCodes.Misuse;
    }

    // A verb or an option of the command that is one or two slips away, or null.
    private static string? Closest(string word, Command command)
    {
        const int MostSlips = 2;
        return command.Subcommands.Concat<Symbol>(command.Options).Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
            .Where(symbol => !symbol.Hidden)
            .Select(symbol => (symbol.Name, Slips: Distance(word, symbol.Name)))
            .Where(one => one.Slips <= Math.Min(MostSlips, one.Name.Length / 2))
            .OrderBy(one => one.Slips)
            .FirstOrDefault().Name;
    }

    // How many letters must be added, left out or changed (Levenshtein 1965), row by row.
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var at = 1; at <= from.Length; at++)
        {
            var before = row[0]++;
            for (var column = 1; column <= to.Length; column++)
            {
                var changed = before + (from[at - 1] == to[column - 1] ? 0 : 1);
                before = row[column];
                row[column] = Math.Min(changed, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[^1];
    }
}
