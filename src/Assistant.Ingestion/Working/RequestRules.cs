using Assistant.Core;

namespace Assistant.Ingestion.Working;

/// <summary>What a request must be before anything is taken in.</summary>
internal static class RequestRules
{
    private const int LongestCollection = 100;

    /// <summary>Checks collection, readers and tags.</summary>
    /// <exception cref="AssistantException">Something is wrong with them: <c>bad_collection</c>, <c>bad_read_by</c> or <c>bad_tag</c>.</exception>
    public static void Check(string collection, IReadOnlyList<string> readBy, IReadOnlyDictionary<string, IReadOnlyList<string>> tags)
    {
        if (string.IsNullOrWhiteSpace(collection) || collection.Length > LongestCollection || collection.Trim() != collection || collection.Any(char.IsControl))
        {
            throw new AssistantException("bad_collection", $"A collection's name has 1 to {LongestCollection} characters, none of them a control character, and no blanks around it.");
        }

        if (readBy.Count == 0 || readBy.Any(string.IsNullOrWhiteSpace))
        {
            throw new AssistantException("bad_read_by", "Nobody could read the documents: a reader is missing or empty.", "Name principals such as group:hr, or leave it out for everyone.");
        }

        if (tags.Any(tag => string.IsNullOrWhiteSpace(tag.Key) || tag.Value.Count == 0 || tag.Value.Any(string.IsNullOrWhiteSpace)))
        {
            throw new AssistantException("bad_tag", "A tag needs a key and a value.", "Write it as key=value.");
        }
    }

    /// <summary>Checks that the paths exist, and that a mirror has folders to go by.</summary>
    /// <exception cref="AssistantException">One is missing (<c>missing_path</c>), or a mirror is asked for of a file (<c>bad_mirror</c>).</exception>
    public static void Check(IngestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request.Collection, request.ReadBy, request.Tags);
        if (request.Paths.Count == 0)
        {
            throw new AssistantException("missing_path", "No file or folder was named.");
        }

        foreach (var path in request.Paths)
        {
            if (string.IsNullOrWhiteSpace(path) || !Path.Exists(path))
            {
                throw new AssistantException("missing_path", $"There is no file or folder '{path}'.", "Check the spelling; relative paths start at the working directory.");
            }

            if (request.Mirror && !Directory.Exists(path))
            {
                throw new AssistantException("bad_mirror", $"'{path}' is a file; only a folder can be mirrored.", "Leave --mirror out, or name the folder.");
            }
        }
    }
}
