using System.Text.RegularExpressions;

namespace Assistant.HouseRules;

public partial class DocsTests
{
    private static IEnumerable<string> Docs =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(new[] { "docs", "infra", "plugins" }.Select(folder => Repository.PathOf(folder)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)))
            .Append(Repository.PathOf("samples", "README.md"));

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var broken =
            from file in Docs
            from Match link in Link().Matches(File.ReadAllText(file))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))
            select $"{ArrowTests.Name(file)}: {target}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_source_path_that_a_document_names_exists()
    {
        var missing =
            from file in Docs.Where(file => !file.EndsWith("CHANGELOG.md", StringComparison.Ordinal))
            from Match path in SourcePath().Matches(File.ReadAllText(file))
            let target = path.Value.TrimEnd('.', '/')
            where !Path.Exists(Repository.PathOf(target.Split('/')))
            select $"{ArrowTests.Name(file)}: {target}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_csharp_block_is_a_region_of_a_sample_that_compiles()
    {
        var regions = Directory.EnumerateFiles(Repository.PathOf("samples"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Region().Matches(File.ReadAllText(file)))
            .ToDictionary(match => match.Groups["name"].Value, match => Outdented(match.Groups["body"].Value));
        var wrong =
            from file in Docs
            from Match block in CSharpBlock().Matches(File.ReadAllText(file))
            let name = block.Groups["name"].Value
            where !regions.TryGetValue(name, out var code) || code != block.Groups["body"].Value.TrimEnd()
            select $"{ArrowTests.Name(file)}: {(name.Length == 0 ? "a C# block without a snippet name" : name)}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_decision_has_a_number_of_its_own_and_fits_a_page()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.PathOf("docs", "decisions"), "0*.md")];

        Assert.NotEmpty(files);
        Assert.Equal(files.Length, files.Select(file => Path.GetFileName(file)[..4]).Distinct().Count());
        Assert.Empty(files.Where(file => File.ReadLines(file).Count() > 60).Select(ArrowTests.Name));
    }

    private static string Outdented(string code)
    {
        string[] lines = [.. code.Split('\n').Select(line => line.TrimEnd())];
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart())).Trim();
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?:src|tests|docs|samples|infra|plugins)/[\w./-]+")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"#region (?<name>[\w-]+)\r?\n(?<body>.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"(?:<!-- snippet: (?<name>[\w-]+) -->\r?\n)?```csharp\r?\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
