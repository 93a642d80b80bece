using System.ComponentModel.DataAnnotations;

namespace Assistant.Channels.Web;

/// <summary>What the website takes. Bound from the <c>Assistant:Web</c> section.</summary>
public sealed class WebChannelOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Web";

    /// <summary>The largest file that can be uploaded, in bytes.</summary>
    /// <value>The default is 200 MiB.</value>
    [Range(1, long.MaxValue)]
    public long MaxUploadBytes { get; set; } = 200L * 1024 * 1024;

    /// <summary>How many files one upload request may have.</summary>
    /// <value>The default is 100.</value>
    [Range(1, 10_000)]
    public int MaxUploadFiles { get; set; } = 100;

    /// <summary>The largest JSON body, in bytes.</summary>
    /// <value>The default is 64 kB: a question of <see cref="Core.Question.MaxLength"/> with every character escaped fits.</value>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>How long a streamed answer may be silent before a comment keeps its connection alive.</summary>
    /// <value>The default is 15 seconds: under the 30 or 60 seconds after which proxies commonly give up.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);
}
