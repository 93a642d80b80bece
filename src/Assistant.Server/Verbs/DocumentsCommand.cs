using System.CommandLine;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Home;

namespace Assistant.Server.Verbs;

/// <summary>The commands <c>documents list|show|delete|retry</c>.</summary>
internal static class DocumentsCommand
{
    /// <summary>Makes them.</summary>
    public static Command Create(CommonOptions common) => new("documents", "What is known and in which state.")
    {
        List(common),
        Show(common),
        Delete(common),
        Retry(common),
    };

    private static Command List(CommonOptions common)
    {
        var collection = SharedOptions.Collection("Only documents of this collection.");
        Option<string?> state = new("--state") { Description = "Only documents in this state." };
        state.AcceptOnlyFromAmong("queued", "processing", "ready", "failed");
        Command command = new("list", "The documents with their states.") { collection, state };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            DocumentState? only = parsed.GetValue(state) is { } word ? Enum.Parse<DocumentState>(word, ignoreCase: true) : null;
            await using var home = await ReadingHome.OpenAsync(context, Needs.Documents, cancellationToken);
            return await home.Make<DocumentsVerb>(context.Output).ListAsync(parsed.GetValue(collection), only, cancellationToken);
        });
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var documents = Documents(ArgumentArity.OneOrMore, "Ids or names.");
        var collection = SharedOptions.Collection("Where the names are looked for.");
        Command command = new("show", "Everything that is known of a document.") { documents, collection };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            await using var home = await ReadingHome.OpenAsync(context, Needs.Documents, cancellationToken);
            return await home.Make<DocumentsVerb>(context.Output).ShowAsync(
                parsed.GetRequiredValue(documents), parsed.GetValue(collection), cancellationToken);
        });
        return command;
    }

    private static Command Delete(CommonOptions common)
    {
        var documents = Documents(ArgumentArity.OneOrMore, "Ids or names.");
        var collection = SharedOptions.Collection("Where the names are looked for.");
        Command command = new("delete", "Takes documents out of search, catalogue and files.") { documents, collection };
        command.Runs(common, (parsed, context, cancellationToken) => WritingVerb.RunAsync(
            context,
            new WorkRequest.Delete(parsed.GetRequiredValue(documents), parsed.GetValue(collection)),
            cancellationToken));
        return command;
    }

    private static Command Retry(CommonOptions common)
    {
        var documents = Documents(ArgumentArity.ZeroOrMore, "Ids or names; without any, all that failed.");
        var collection = SharedOptions.Collection("Where they are looked for.");
        Command command = new("retry", "Reads documents again, such as after a fault was mended.") { documents, collection };
        command.Runs(common, (parsed, context, cancellationToken) => WritingVerb.RunAsync(
            context,
            new WorkRequest.Retry(parsed.GetValue(documents) ?? [], parsed.GetValue(collection)),
            cancellationToken));
        return command;
    }

    private static Argument<string[]> Documents(ArgumentArity arity, string description) =>
        new("DOCUMENT") { Description = description, Arity = arity };
}
