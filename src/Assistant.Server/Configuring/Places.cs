namespace Assistant.Server.Configuring;

/// <summary>Where things that come with the product lie: beside the solution in a checkout, else beside the executable.</summary>
internal static class Places
{
    private static readonly Lazy<string?> Checkout = new(FindCheckout);

    /// <summary>A file or folder beside the solution, or null.</summary>
    public static string? InCheckout(string name) => Checkout.Value is { } root ? Existing(Path.Combine(root, name)) : null;

    /// <summary>A file or folder beside the executable, or null.</summary>
    public static string? BesideExecutable(string name) => Existing(Path.Combine(AppContext.BaseDirectory, name));

    private static string? Existing(string path) => Path.Exists(path) ? path : null;

    private static string? FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Assistant.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
