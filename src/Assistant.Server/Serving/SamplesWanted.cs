namespace Assistant.Server.Serving;

/// <summary>Whether the sample handbook is still to be taken in: a file in the home, so that it outlives this process.</summary>
/// <param name="Mark">The absolute path of the file.</param>
internal sealed record SamplesWanted(string Mark)
{
    /// <summary>The mark of a home.</summary>
    public static SamplesWanted In(string home) => new(Path.Combine(home, ".samples-wanted"));

    /// <summary>Whether the mark is there.</summary>
    public bool IsSet => File.Exists(Mark);

    /// <summary>Makes the mark.</summary>
    public void Set() => File.WriteAllBytes(Mark, []);

    /// <summary>Takes the mark away.</summary>
    public void Clear() => File.Delete(Mark);
}
