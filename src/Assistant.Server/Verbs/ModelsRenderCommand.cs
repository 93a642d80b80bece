using System.CommandLine;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>models render</c>.</summary>
internal static class ModelsRenderCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Option<string> model = new("--model", "-m") { Description = "A model file; only its vocabulary is read. A name of 'models list' is taken too.", HelpName = "FILE", Required = true };
        var format = Format("The chat format, where the one that the file suggests is wrong.");
        Argument<string> conversation = new("CONVERSATION.json") { Description = "A conversation in OpenAI's form, or a .jsonl file with one on each line." };
        Command command = new("render", "The exact prompt that a conversation becomes.") { model, format, conversation };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            await using var services = Rooms.Build(context, readOnly: true);
            return ActivatorUtilities.CreateInstance<ModelsRenderVerb>(services, context.Output)
                .Run(parsed.GetRequiredValue(model), parsed.GetValue(format), parsed.GetRequiredValue(conversation), cancellationToken);
        });
        return command;
    }

    /// <summary><c>--format</c>.</summary>
    internal static Option<string?> Format(string description) => new("--format", "-f") { Description = description, HelpName = "F" };
}
