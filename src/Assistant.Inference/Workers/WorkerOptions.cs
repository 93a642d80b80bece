using System.ComponentModel.DataAnnotations;

namespace Assistant.Inference.Workers;

/// <summary>How the process in which local models run is kept. Bound from the <c>Assistant:Models:Worker</c> section.</summary>
public sealed class WorkerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = LocalModelsOptions.Section + ":Worker";

    /// <summary>The memory in MiB past which the process is ended and started again.</summary>
    /// <value>
    /// The default is 0: the weights of all model files that can be used, the context of each chat model and what it puts aside
    /// (<see cref="LocalModelsOptions.SavedMegabytes"/>), and 2 GiB; at most nine tenths of the machine's memory. On macOS, which counts mapped
    /// weights as taken, 0 is no limit. Each chat model keeps what it has read within the limit that is set, less 512 MiB and its weights.
    /// </value>
    [Range(0, 1 << 24)]
    public int MemoryMegabytes { get; set; }

    /// <summary>After how many minutes without a request the process is ended, which frees all models; 0 for never.</summary>
    /// <value>The default is 15. The next request starts it again.</value>
    [Range(0, 60 * 24 * 365)]
    public double IdleMinutes { get; set; } = 15;

    /// <summary>How many seconds the process has to start, models not included.</summary>
    /// <value>The default is 60.</value>
    [Range(1, 3600)]
    public int StartSeconds { get; set; } = 60;

    /// <summary>The program that is started, and its arguments.</summary>
    /// <value>The default is empty; <c>assistant</c> starts itself as <c>assistant models serve --worker</c>.</value>
    public IList<string> Command { get; } = [];
}
