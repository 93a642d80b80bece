using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Scheduling;

/// <summary>Finds how large an engine may be, before anything is allocated.</summary>
internal static class EngineSizing
{
    private const int LongestStep = 512;
    private const int ShortestStep = 64;

    /// <summary>The settings for a model.</summary>
    /// <param name="file">The model.</param>
    /// <param name="options">What is wanted.</param>
    public static EngineSettings Of(GgufFile file, LocalModelsOptions options)
    {
        var threads = options.Threads > 0 ? options.Threads : Math.Max(1, Environment.ProcessorCount / 2);
        var context = file.ContextLength > 0 ? Math.Min(options.ContextTokens, file.ContextLength) : options.ContextTokens;
        var parallel = options.Reproducible ? 1 : options.Parallel;
        var weights = ModelParts.Bytes(file.Path);
        var perToken = MemoryBudget.KeyValueBytes(file, 1);
        var cells = Cells(options, context, weights, perToken);
        var step = options.PromptTokensAlone > 0 ? options.PromptTokensAlone : Step(file, threads);
        return new()
        {
            ContextTokens = context,
            Cells = cells,
            KeptTokens = options.KeptTokens,
            SavedBytes = Math.Clamp(Available(options) - weights - (cells * perToken), 0, (long)options.SavedMegabytes << 20),
            Parallel = parallel,
            Reproducible = options.Reproducible,
            PrefixPath = options is { PrefixFolder.Length: > 0, Reproducible: false } ? Path.Combine(options.PrefixFolder, Path.GetFileName(file.Path) + ".prefix") : null,
            QueueLimit = options.QueueLimit,
            Threads = threads,
            PromptTokensAlone = options.Reproducible ? Math.Max(step / EngineSettings.Piece, 1) * EngineSettings.Piece : step,
            PromptTokensBetween = options.PromptTokensBetween,
            AnswerTokens = options.AnswerTokens,
            TimeLimit = TimeSpan.FromSeconds(options.AnswerSeconds),
            IdleTime = TimeSpan.FromSeconds(options.IdleSeconds),
        };
    }

    /// <summary>How many tokens of all requests together are kept: at least one request's context, at most one for each request; between them what the settings and the machine allow.</summary>
    /// <param name="options">What is wanted.</param>
    /// <param name="contextTokens">One request's context.</param>
    /// <param name="weightBytes">The model's weights.</param>
    /// <param name="bytesPerToken">Keys and values of one token.</param>
    public static int Cells(LocalModelsOptions options, int contextTokens, long weightBytes, long bytesPerToken)
    {
        var fitting = Math.Min((long)options.CacheMegabytes << 20, Available(options) - weightBytes) / Math.Max(1, bytesPerToken);
        return (int)Math.Clamp(fitting, contextTokens, Math.Min((long)contextTokens * (options.Reproducible ? 1 : options.Parallel), int.MaxValue / 2));
    }

    private static long Available(LocalModelsOptions options)
    {
        var here = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return options.AvailableBytes > 0 ? Math.Min(options.AvailableBytes, here) : here;
    }

    // A step is stopped between two operations of the model, so the largest of them must be short. 512 tokens of a layer of 2048 x 8192
    // take two threads 73 ms (measured on two cores of 2021).
    private static int Step(GgufFile file, int threads)
    {
        const double Measured = 2048.0 * 8192 / 2;
        var width = Math.Max(1, file.EmbeddingLength);
        var layer = (double)width * Math.Max(width, file.GetInteger(file.Architecture + ".feed_forward_length") ?? 4L * width);
        return (int)Math.Clamp(LongestStep * Measured * threads / layer, ShortestStep, LongestStep) / ShortestStep * ShortestStep;
    }
}
