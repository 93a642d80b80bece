using Microsoft.Extensions.AI;

namespace Assistant.Retrieval.Tests.Ranking;

/// <summary>An embedder by word lists: a dimension for each subject, so that a test knows what is near.</summary>
internal sealed class FakeEmbedder(string name = "all-MiniLM-L6-v2-Q8_0") : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly string[][] Subjects = [["leave", "holiday", "vacation"], ["travel", "trip", "card"], ["security", "incident", "breach"]];

    /// <summary>What every call throws, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What every text gets instead of its vector, or null.</summary>
    public float[]? Always { get; set; }

    /// <summary>How long every call takes.</summary>
    public TimeSpan Waits { get; set; }

    /// <summary>How many of the last texts get no vector.</summary>
    public int Loses { get; set; }

    /// <summary>The texts of each call and what they were said to be.</summary>
    public List<(string[] Texts, object? Kind)> Calls { get; } = [];

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        string[] texts = [.. values];
        Calls.Add((texts, options?.AdditionalProperties?["input_type"]));
        await Task.Delay(Waits, cancellationToken);
        return Failure is null ? new(texts.SkipLast(Loses).Select(text => new Embedding<float>(Always ?? VectorOf(text)))) : throw Failure;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("fake", defaultModelId: name, defaultModelDimensions: Subjects.Length + 1) : null;

    public void Dispose()
    {
        // Holds nothing.
    }

    public static float[] VectorOf(string text)
    {
        var words = text.ToLowerInvariant().Split([' ', '\n', '?', '.', ',', '>'], StringSplitOptions.RemoveEmptyEntries);
        float[] counts = [.. Subjects.Select(subject => (float)words.Count(subject.Contains)), 0.1f];
        var length = MathF.Sqrt(counts.Sum(count => count * count));
        return [.. counts.Select(count => count / length)];
    }
}
