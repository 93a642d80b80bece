using System.Globalization;

namespace Assistant.Benchmarks.Search;

/// <summary>How large the benchmark is.</summary>
/// <param name="Passages">How many vectors, and how many passages of text.</param>
/// <param name="Queries">How many queries of each kind; each is asked in every round.</param>
/// <param name="Docs">Folders with documentation to cut passages from; those that are missing are left out.</param>
internal sealed record IndexBenchmarkOptions(int Passages, int Queries, IReadOnlyList<string> Docs)
{
    // Where Debian puts the packages linux-doc-6.1, python3.11-doc, postgresql-doc-15, git-doc and debian-handbook.
    private static readonly string[] DebianDocs = ["linux-doc-6.1", "python3.11", "postgresql-doc-15", "git", "debian-handbook"];

    /// <summary>Reads the command line.</summary>
    public static IndexBenchmarkOptions Read(string[] args)
    {
        int Number(string name, int usual) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;

        var docs = Array.IndexOf(args, "--docs") is >= 0 and var start
            ? args.Skip(start + 1).TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray()
            : [.. DebianDocs.Select(package => Path.Combine("/usr", "share", "doc", package))];
        return new(Number("--passages", 100_000), Number("--queries", 200), [.. docs.Where(Directory.Exists)]);
    }
}
