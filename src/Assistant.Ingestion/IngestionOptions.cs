using System.ComponentModel.DataAnnotations;

namespace Assistant.Ingestion;

/// <summary>How documents are taken in. Bound from the <c>Assistant:Ingestion</c> section.</summary>
public sealed class IngestionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Ingestion";

    /// <summary>How many documents are worked on at once; 0 for as many as there are processors.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 256)]
    public int Parallel { get; set; }

    /// <summary>The largest original that is taken, in bytes.</summary>
    /// <value>The default is 200 MiB.</value>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 200L * 1024 * 1024;

    /// <summary>The most files that one request may bring.</summary>
    /// <value>The default is 200,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxFiles { get; set; } = 200_000;

    /// <summary>How long reading one document may take.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromMinutes(1);

    internal int Workers => Parallel > 0 ? Parallel : Environment.ProcessorCount;
}
