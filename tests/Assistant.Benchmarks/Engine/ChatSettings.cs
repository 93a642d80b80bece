using Assistant.Inference;

namespace Assistant.Benchmarks.Engine;

/// <summary>Our engine's settings for a number of people at once; all others are the product's own.</summary>
internal static class ChatSettings
{
    /// <summary>Sets them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="threads">Threads of one computation.</param>
    /// <param name="requests">How many requests run at a time.</param>
    public static void Set(LocalModelsOptions settings, int threads, int requests)
    {
        settings.Threads = threads;
        settings.Parallel = requests;
    }
}
