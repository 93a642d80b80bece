using System.CommandLine;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>models remove</c>.</summary>
internal static class RemoveCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Argument<string> model = new("MODEL") { Description = "A name of 'models list'; what an interrupted pull has left of it goes too." };
        Option<bool> force = new("--force") { Description = "Also while a process has it loaded." };
        Command command = new("remove", "Takes a model out of the models folder.") { model, force };
        command.Runs(common, async (parsed, context, _) =>
        {
            await using var services = Rooms.Build(context, readOnly: true);
            return ActivatorUtilities.CreateInstance<RemoveVerb>(services, context).Run(parsed.GetRequiredValue(model), parsed.GetValue(force));
        });
        return command;
    }
}
