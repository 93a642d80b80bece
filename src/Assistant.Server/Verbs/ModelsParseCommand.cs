using System.CommandLine;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>models parse</c>.</summary>
internal static class ModelsParseCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        var format = ModelsRenderCommand.Format("The chat format that the model writes.");
        format.Required = true;
        Argument<string> file = new("FILE") { Description = "Raw output as JSON, or a .jsonl file with one on each line." };
        Command command = new("parse", "What a model's raw output says: words, calls of tools, or a call that is none.") { format, file };
        command.Runs(common, (parsed, context, cancellationToken) =>
            Task.FromResult(new ModelsParseVerb(context.Output).Run(parsed.GetRequiredValue(format)!, parsed.GetRequiredValue(file), cancellationToken)));
        return command;
    }
}
