using System.CommandLine;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>models bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Argument<string?> model = new("MODEL") { Description = "A name of 'models list'; without it the chat model that answers.", Arity = ArgumentArity.ZeroOrOne };
        var rounds = Number("--rounds", "How many rounds are measured, after one to warm up.", 5, 1, 100);
        var prompt = Number("--prompt-tokens", "About how long the prompt is.", 512, 16, 100_000);
        var output = Number("--output-tokens", "How many tokens are written at most.", 64, 1, 10_000);
        Command command = new("bench", "How fast a chat model reads and writes here, with the settings as they are.") { model, rounds, prompt, output };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            await using var services = Rooms.Build(context, readOnly: true);
            return await ActivatorUtilities.CreateInstance<BenchVerb>(services, context.Output).RunAsync(
                parsed.GetValue(model), parsed.GetValue(rounds), parsed.GetValue(prompt), parsed.GetValue(output), cancellationToken);
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        Option<int> option = new(name) { Description = $"{description} {least} to {most}, default {standard}.", DefaultValueFactory = _ => standard, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < least || result.GetValueOrDefault<int>() > most)
            {
                result.AddError($"{name} takes {least} to {most}.");
            }
        });
        return option;
    }
}
