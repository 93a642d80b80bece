namespace Assistant.HouseRules;

/// <summary>Compares text with a committed file, or writes the file when ASSISTANT_ACCEPT=1.</summary>
internal static class Approved
{
    public static void Equal(string text, params string[] path)
    {
        var file = Repository.PathOf(path);
        if (Environment.GetEnvironmentVariable("ASSISTANT_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"{string.Join('/', path)} is missing: run the test with ASSISTANT_ACCEPT=1 and look at the diff.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }
}
