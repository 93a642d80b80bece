namespace Assistant.TestKit;

/// <summary>A folder of one test, gone with it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("assistant-test-").FullName;

    /// <summary>A path inside.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file, with the folders above it.</summary>
    public string Write(string name, string text)
    {
        var path = File(name.Split('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A file still open on Windows: the system's own clean-up takes it.
        }
    }
}
