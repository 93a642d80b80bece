using System.ComponentModel.DataAnnotations;

namespace Assistant.Inference.Downloads;

/// <summary>From where models and native libraries are fetched when somebody asks for it. Bound from the <c>Assistant:Models:Downloads</c> section.</summary>
public sealed class ModelDownloadOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Models:Downloads";

    /// <summary>The public hub.</summary>
    internal const string PublicHub = "https://huggingface.co";

    /// <summary>The address of the model hub, or of a mirror that speaks its protocol.</summary>
    /// <value>The default is null: the environment variable <c>HF_ENDPOINT</c>, else the public hub.</value>
    public string? Hub { get; set; }

    /// <summary>The token for repositories that give their files to signed-in people only. It is sent to the hub itself and to no other host.</summary>
    /// <value>The default is null: the environment variable <c>HF_TOKEN</c>, else none.</value>
    public string? Token { get; set; }

    /// <summary>Whether a mirror may be read over plain HTTP on another machine. Whoever sits between could see the token; files are checked by their hash all the same.</summary>
    /// <value>The default is false: only HTTPS, or HTTP on this machine.</value>
    public bool AllowHttp { get; set; }

    /// <summary>The address of an npm registry from which GPU libraries are fetched without npm.</summary>
    /// <value>The default is null: <c>npm</c> fetches them, with its own settings.</value>
    public string? NpmRegistry { get; set; }

    /// <summary>How long a server may be silent before the connection is given up and taken up again.</summary>
    /// <value>The default is one minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often in a row a download that brings nothing new is tried again.</summary>
    /// <value>The default is 6.</value>
    [Range(0, 100)]
    public int Retries { get; set; } = 6;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Faults((nameof(Hub), Hub), (nameof(NpmRegistry), NpmRegistry));

    /// <summary>What is wrong with an address, to go on after naming it; null when nothing is.</summary>
    internal string? FaultOf(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var read) || read.Scheme is not ("https" or "http") || read.Query.Length > 0 || read.UserInfo.Length > 0
            ? "must be an address such as https://mirror.example.org, without a query and without a password."
            : !AllowHttp && read.Scheme == "http" && !read.IsLoopback
                ? $"is plain HTTP on another machine; set {Section}:{nameof(AllowHttp)} if that is meant."
                : null;

    private IEnumerable<ValidationResult> Faults(params (string Name, string? Value)[] addresses)
    {
        foreach (var (name, value) in addresses)
        {
            if (value is { Length: > 0 } && FaultOf(value) is { } fault)
            {
                yield return new($"{Section}:{name} ('{value}') {fault}", [name]);
            }
        }
    }
}
