using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Channels.Web;

/// <summary>The files of the page, as they travel inside the assembly.</summary>
internal sealed class PageAssets
{
    private const string Prefix = "page/";
    private const string IndexName = "index.html";
    private const string VersionMark = "{{version}}";

    // What is not listed cannot be served: a new kind of file has to be thought about.
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private readonly FrozenDictionary<string, PageAsset> _assets;

    private PageAssets(string version, PageAsset index, FrozenDictionary<string, PageAsset> assets)
    {
        Version = version;
        Index = index;
        _assets = assets;
    }

    /// <summary>Changes with any byte of any file; part of every address, so that those can be cached for good.</summary>
    public string Version { get; }

    /// <summary>The page itself.</summary>
    public PageAsset Index { get; }

    public PageAsset? Find(string name) => _assets.GetValueOrDefault(name);

    public static PageAssets Load()
    {
        var assembly = typeof(PageAssets).Assembly;
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            files[name[Prefix.Length..]] = content;
        }

        var version = Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(file => (byte[])[.. Encoding.UTF8.GetBytes(file.Key), 0, .. file.Value])]))[..12];
        var index = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[IndexName]).Replace(VersionMark, version, StringComparison.Ordinal));
        files.Remove(IndexName);
        return new(
            version,
            Asset(IndexName, index),
            files.ToFrozenDictionary(file => file.Key, file => Asset(file.Key, file.Value), StringComparer.Ordinal));
    }

    private static PageAsset Asset(string name, byte[] content) =>
        new(content, ContentTypes[Path.GetExtension(name)], $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
}

/// <summary>A file of the page.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="EntityTag">Changes with the bytes; in quotes.</param>
internal sealed record PageAsset(byte[] Content, string ContentType, string EntityTag);
