using System.CommandLine;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Home;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>ingest</c>.</summary>
internal static class IngestCommand
{
    private const string DefaultCollection = "default";

    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Argument<string[]> paths = new("PATH") { Description = "Files and folders.", Arity = ArgumentArity.OneOrMore };
        var collection = SharedOptions.Collection("The collection that the documents go to (else 'default').");
        Option<string[]> tags = new("--tag") { Description = "A tag of the documents; may be given several times.", HelpName = "k=v" };
        Option<string[]> readers = new("--read-by")
        {
            Description = "Who may read them, such as group:hr; may be given several times (else 'everyone').",
            HelpName = "P",
        };
        Option<bool> mirror = new("--mirror") { Description = "Delete documents whose files are gone from the folder." };
        Option<bool> textOnly = new("--text-only") { Description = "End when text search is ready; vectors come with a server or the next ingest." };

        Command command = new("ingest", "Takes files and folders in.") { paths, collection, tags, readers, mirror, textOnly };
        command.Runs(common, (parsed, context, cancellationToken) => WritingVerb.RunAsync(
            context,
            new WorkRequest.Ingest(
                PathsOf(parsed.GetRequiredValue(paths)),
                CollectionOf(parsed.GetValue(collection)),
                ReadersOf(parsed.GetValue(readers)),
                TagsOf(parsed.GetValue(tags) ?? []),
                parsed.GetValue(mirror),
                parsed.GetValue(textOnly)),
            cancellationToken));
        return command;
    }

    private static string[] PathsOf(string[] typed)
    {
        foreach (var path in typed)
        {
            if (string.IsNullOrWhiteSpace(path) || !Path.Exists(path))
            {
                throw new AssistantException("missing_path", $"There is no file or folder '{path}'.", "Nothing was taken in. Relative paths begin at the current folder.");
            }
        }

        return [.. typed.Select(Path.GetFullPath)];
    }

    private static string CollectionOf(string? typed) => typed switch
    {
        null => DefaultCollection,
        _ when string.IsNullOrWhiteSpace(typed) || typed.Any(char.IsControl) =>
            throw new AssistantException("bad_collection", "The collection's name is empty or has control characters in it.", "Give a name such as handbook."),
        _ => typed.Trim(),
    };

    private static string[] ReadersOf(string[]? typed)
    {
        if (typed is null or [])
        {
            return [Asker.EveryonePrincipal];
        }

        return typed.Any(string.IsNullOrWhiteSpace)
            ? throw new AssistantException("bad_principal", "A principal of --read-by is empty.", "Give names such as user:ann, group:hr or everyone.")
            : typed;
    }

    /// <summary>Tags as typed, <c>k=v</c> each; a key may come several times.</summary>
    internal static Dictionary<string, IReadOnlyList<string>> TagsOf(string[] typed)
    {
        Dictionary<string, List<string>> tags = new(StringComparer.Ordinal);
        foreach (var tag in typed)
        {
            var border = tag.IndexOf('=', StringComparison.Ordinal);
            if (border < 1 || border == tag.Length - 1)
            {
                throw new AssistantException("bad_tag", $"'{tag}' is no tag.", "Give tags as name=value, such as --tag department=hr.");
            }

            var key = tag[..border].Trim();
            tags.TryAdd(key, []);
            tags[key].Add(tag[(border + 1)..].Trim());
        }

        return tags.ToDictionary(pair => pair.Key, IReadOnlyList<string> (pair) => pair.Value, StringComparer.Ordinal);
    }
}
