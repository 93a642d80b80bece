using Assistant.Inference;

namespace Assistant.Benchmarks.Engine;

/// <summary>Our engine's settings for a number of people at once.</summary>
internal static class ChatSettings
{
    /// <summary>Sets them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="threads">Threads of one computation.</param>
    /// <param name="requests">How many requests run at a time.</param>
    /// <param name="tokens">The tokens of all of them together, prompts and answers.</param>
    public static void Set(LocalModelsOptions settings, int threads, int requests, int tokens)
    {
        settings.Threads = threads;
        settings.ContextTokens = Math.Max(8_192, tokens);
        _ = requests;
    }
}
