using System.Text.RegularExpressions;

namespace Assistant.HouseRules;

public partial class SourceTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.Empty(ArrowTests.Sources("src").Where(file => File.ReadLines(file).Count() > LongestFile).Select(ArrowTests.Name));

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var named =
            from file in ArrowTests.Sources("src")
            from Match type in TypeName().Matches(File.ReadAllText(file))
            where EmptyName().IsMatch(type.Groups["name"].Value)
            select $"{ArrowTests.Name(file)}: {type.Groups["name"].Value}";

        Assert.Empty(named);
    }

    [Fact]
    public void No_region_divides_a_file() =>
        Assert.Empty(ArrowTests.Sources("src").Where(file => File.ReadAllText(file).Contains("#region", StringComparison.Ordinal)).Select(ArrowTests.Name));

    [Fact]
    public void No_committed_file_names_a_registry_host_or_a_path_of_a_build_machine()
    {
        // Put together here so that this file does not name them either.
        string[] hosts = ["registry.npm" + "js", "api.nu" + "get.org", "nu" + "get.org/v3", "deb.deb" + "ian.org", "/tmp/bash" + "_jobs"];
        string[] folders = ["src", "tests", "docs", "infra", "plugins", ".ci"];
        var files = folders.Select(folder => Repository.PathOf(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal) && !file.EndsWith(".gguf", StringComparison.Ordinal) && new FileInfo(file).Length < 2_000_000);

        Assert.Empty(files.Where(file => hosts.Any(File.ReadAllText(file).Contains)).Select(ArrowTests.Name));
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Common|Impl|Base)$")]
    private static partial Regex EmptyName();
}
