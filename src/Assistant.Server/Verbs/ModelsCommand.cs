using System.CommandLine;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The commands <c>models list|info|pull|remove|runtime|bench|render|parse|serve</c>.</summary>
internal static class ModelsCommand
{
    /// <summary>Makes them.</summary>
    public static Command Create(CommonOptions common) => new("models", "The local models.")
    {
        List(common),
        Info(common),
        PullCommand.Create(common),
        RemoveCommand.Create(common),
        RuntimeCommand.Create(common),
        BenchCommand.Create(common),
        ModelsRenderCommand.Create(common),
        ModelsParseCommand.Create(common),
        ModelsServeCommand.Create(common),
    };

    private static Command List(CommonOptions common)
    {
        Command command = new("list", "The model files, which one answers and why, and what can be pulled.");
        command.Runs(common, (_, context, _) => RunAsync(context, verb => verb.List()));
        return command;
    }

    private static Command Info(CommonOptions common)
    {
        Argument<string> model = new("MODEL") { Description = "A name of 'models list', or the path of a file." };
        Command command = new("info", "What a model file's header tells, and which chat format it gets and why.") { model };
        command.Runs(common, (parsed, context, _) => RunAsync(context, verb => verb.Show(parsed.GetRequiredValue(model))));
        return command;
    }

    private static async Task<int> RunAsync(VerbContext context, Func<ModelsVerb, int> run)
    {
        await using var services = Rooms.Build(context, readOnly: true);
        return run(ActivatorUtilities.CreateInstance<ModelsVerb>(services, context.Output));
    }
}
