namespace Assistant.Ingestion.Reading;

/// <summary>Limits of reading one document. Past a limit the document fails with a reason.</summary>
public sealed record ReadingOptions
{
    /// <summary>The password of an encrypted document, or null.</summary>
    public string? Password { get; init; }

    /// <summary>The most bytes that are read of an original.</summary>
    /// <value>The default is 200 MiB.</value>
    public long MaxBytes { get; init; } = 200L * 1024 * 1024;

    /// <summary>The most text that a document may have, in UTF-16 units.</summary>
    /// <value>The default is 150 million: a 100 MB text still goes through.</value>
    public int MaxCharacters { get; init; } = 150_000_000;

    /// <summary>The most bytes that compressed parts may grow to.</summary>
    /// <value>The default is 512 MiB.</value>
    public long MaxUnpackedBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>How long one document may take.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
