namespace Assistant.TestKit;

/// <summary>Where this checkout and the data beside it lie.</summary>
public static class Repository
{
    /// <summary>The folder of Assistant.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path in the checkout.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path in ../shared, or a skipped test that says why.</summary>
    public static string SharedOrSkip(params string[] parts)
    {
        var path = Path.Combine([Root, "..", "shared", .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"The team's test data is not here: {Path.Combine(["..", "shared", .. parts])}");
        return Path.GetFullPath(path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Assistant.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Tests run from a build inside the checkout.");
    }
}
