using Assistant.Inference;

namespace Assistant.Server.Composition;

/// <summary>How people get local models.</summary>
internal static class ModelHints
{
    /// <summary>How to get a chat model that answers; plain sentences, one a line.</summary>
    public static string ForChat(LlamaRuntime runtime) => runtime.WhyNot is { } missing
        ? $"{missing}\n{runtime.HowToMend}"
        : "'assistant models list' shows chat models that fit this machine, and 'assistant models pull NAME' fetches one (such as llama-3.2-3b, or mistral-7b "
            + "with more memory). A GGUF file of your own goes into the models folder of the home by 'assistant models pull FILE', or set Assistant:Models:Chat to its path.\n"
            + "Until then answers are quoted sentences.";
}
