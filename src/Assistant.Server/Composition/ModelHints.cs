using Assistant.Inference;

namespace Assistant.Server.Composition;

/// <summary>How people get local models.</summary>
internal static class ModelHints
{
    /// <summary>How to get a chat model that answers; plain sentences, one a line.</summary>
    public static string ForChat(LlamaRuntime runtime) => runtime.WhyNot is { } missing
        ? $"{missing}\n{LlamaRuntime.Hint}"
        : "Put a chat model as a GGUF file (such as Mistral 7B Instruct or Llama 3.1 8B Instruct, quantised to Q4_K_M) into the models folder of the home, "
            + "or set Assistant:Models:Chat to its path.\nUntil then answers are quoted sentences.";
}
