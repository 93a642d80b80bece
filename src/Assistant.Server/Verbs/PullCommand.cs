using System.CommandLine;
using Assistant.Inference.Downloads;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>models pull</c>.</summary>
internal static class PullCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Argument<string> model = new("MODEL") { Description = "A name of the catalogue ('models list'), OWNER/REPOSITORY:FILE.gguf of the hub, or the path of a file." };
        Option<string?> revision = new("--revision") { Description = "A branch, tag or commit of the repository instead of its main branch.", HelpName = "R" };
        Option<string?> sha256 = new("--sha256") { Description = "The hash that the file must have, in place of the catalogue's.", HelpName = "HASH" };
        sha256.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigit)))
            {
                result.AddError("--sha256 takes 64 hexadecimal digits.");
            }
        });
        Command command = new("pull", "Brings a model into the models folder. Run it again to go on after a break.") { model, revision, sha256 };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            await using var services = Rooms.Build(context, readOnly: true);
            return await ActivatorUtilities.CreateInstance<PullVerb>(services, context.Output).RunAsync(
                parsed.GetRequiredValue(model), new PullChoices(parsed.GetValue(revision), parsed.GetValue(sha256)), cancellationToken);
        });
        return command;
    }
}
