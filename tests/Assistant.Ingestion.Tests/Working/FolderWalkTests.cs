using Assistant.Core;
using Assistant.Ingestion.Working;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Ingestion.Tests.Working;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_come_in_a_fixed_order_without_hidden_ones_and_clutter()
    {
        foreach (var name in new[] { "b/2.md", "b/1.md", "a.md", "Z.md", ".git/config", "b/.hidden.md", "Thumbs.db", "desktop.ini", ".DS_Store", "b/~$open.docx", "__MACOSX/a.md", "b/c/d/e/f.md" })
        {
            folder.Write("docs/" + name, "x");
        }

        Assert.Equal(["Z.md", "a.md", "b/1.md", "b/2.md", "b/c/d/e/f.md"], Walk("docs").Found.Select(file => file.Name));
    }

    [Fact]
    public void What_is_asked_for_by_name_is_taken_even_if_hidden()
    {
        folder.Write(".docs/a.md", "x");
        folder.Write(".one.md", "x");

        Assert.Equal(["a.md", ".one.md"], Walk(".docs", ".one.md").Found.Select(file => file.Name));
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused_and_one_inside_is_taken()
    {
        var secret = folder.Write("secret.md", "x");
        folder.Write("secrets/s.md", "x");
        folder.Write("docs/a.md", "x");
        File.CreateSymbolicLink(folder.File("docs", "1-out.md"), secret);
        File.CreateSymbolicLink(folder.File("docs", "2-out-relative.md"), "../secret.md");
        Directory.CreateSymbolicLink(folder.File("docs", "3-out-folder"), folder.File("secrets"));
        File.CreateSymbolicLink(folder.File("docs", "4-through-folder.md"), "3-out-folder/s.md");
        File.CreateSymbolicLink(folder.File("docs", "5-in.md"), "a.md");

        var found = Walk("docs").Found;

        Assert.Equal(["1-out.md", "2-out-relative.md", "3-out-folder", "4-through-folder.md"], found.Where(file => file.Problem is not null).Select(file => file.Name));
        Assert.All(found.Where(file => file.Problem is not null), file => Assert.Contains("leads out of the folder", file.Problem, StringComparison.Ordinal));
        Assert.Equal(["5-in.md", "a.md"], found.Where(file => file.Problem is null).Select(file => file.Name));
    }

    [Fact]
    public void Links_in_circles_and_to_nowhere_end()
    {
        folder.Write("docs/sub/a.md", "x");
        Directory.CreateSymbolicLink(folder.File("docs", "sub", "up"), folder.File("docs"));
        File.CreateSymbolicLink(folder.File("docs", "one"), folder.File("docs", "two"));
        File.CreateSymbolicLink(folder.File("docs", "two"), folder.File("docs", "one"));
        File.CreateSymbolicLink(folder.File("docs", "nowhere.md"), "not-there.md");

        var found = Walk("docs").Found;

        Assert.Equal(["nowhere.md", "one", "sub/a.md", "two"], found.Select(file => file.Name));
        Assert.Equal(3, found.Count(file => file.Problem is not null));
    }

    [Fact]
    public void A_folder_that_is_itself_a_link_is_walked()
    {
        folder.Write("real/a.md", "x");
        Directory.CreateSymbolicLink(folder.File("docs"), folder.File("real"));

        var file = Assert.Single(Walk("docs").Found);

        Assert.Equal(("a.md", folder.File("docs")), (file.Name, file.Root));
        Assert.Null(file.Problem);
    }

    [Fact]
    public void Names_are_in_normal_form()
    {
        folder.Write("docs/re\u0301sume\u0301.md", "x");

        Assert.Equal("r\u00E9sum\u00E9.md", Assert.Single(Walk("docs").Found).Name);
    }

    [Fact]
    public void Too_many_files_are_refused()
    {
        folder.Write("docs/a.md", "x");
        folder.Write("docs/b.md", "x");

        Assert.Equal("too_many_files", Assert.Throws<AssistantException>(() => new FolderWalk(NullLogger.Instance, 1).Add(folder.File("docs"), TestContext.Current.CancellationToken)).Code);
    }

    [Fact]
    public void A_folder_nested_very_deep_is_walked()
    {
        folder.Write("docs/" + string.Concat(Enumerable.Repeat("d/", 400)) + "a.md", "x");

        Assert.Single(Walk("docs").Found);
    }

    private FolderWalk Walk(params string[] paths)
    {
        FolderWalk walk = new(NullLogger.Instance, 1_000);
        foreach (var path in paths)
        {
            walk.Add(folder.File(path), TestContext.Current.CancellationToken);
        }

        return walk;
    }
}
