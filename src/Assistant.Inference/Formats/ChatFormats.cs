using Assistant.Inference.Gguf;

namespace Assistant.Inference.Formats;

/// <summary>All chat formats there are, and which one a model gets.</summary>
internal static class ChatFormats
{
    private const string QwenSystem = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";
    private const string SmolLm2System = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";

    /// <summary>The names by which <see cref="ByName"/> knows them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "llama3", "llama3.1", "llama3.2",
        "mistral-v1", "mistral-v2", "mistral-v3", "mistral-v3-tekken", "mistral-v7", "mistral-v7-tekken", "mistral-v11", "mistral-v13",
        "chatml", "hermes", "qwen2.5", "qwen3", "gemma2", "smollm2", "smollm3", "phi3",
    ];

    /// <summary>The format of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <param name="beginToken">
    /// For chatml and hermes, which were trained into models of other families: the begin token that the model wants, null for none.
    /// </param>
    /// <exception cref="UnknownChatFormatException">There is no such format.</exception>
    public static ChatFormat ByName(string name, string? beginToken = null) => name.ToLowerInvariant() switch
    {
        "llama3" => new Llama3Format(),
        "llama3.1" => new Llama31Format("llama3.1"),
        "llama3.2" => new Llama31Format("llama3.2"),
        "mistral-v1" => new MistralFormat("mistral-v1", 1),
        "mistral-v2" => new MistralFormat("mistral-v2", 2),
        "mistral-v3" => new MistralFormat("mistral-v3", 3),
        "mistral-v3-tekken" => new MistralFormat("mistral-v3-tekken", 3),
        "mistral-v7" => new MistralFormat("mistral-v7", 7),
        "mistral-v7-tekken" => new MistralFormat("mistral-v7-tekken", 7),
        "mistral-v11" => new MistralFormat("mistral-v11", 11),
        "mistral-v13" => new MistralFormat("mistral-v13", 13),
        "chatml" => new ChatMlFormat("chatml", new() { ShowsTools = true }, beginToken),
        "hermes" => new HermesFormat(beginToken),
        "qwen2.5" => new ChatMlFormat("qwen2.5", new() { DefaultSystem = QwenSystem, ShowsTools = true, ToolTokens = ["<tool_call>", "</tool_call>"] }),
        "qwen3" => new ChatMlFormat("qwen3", new()
        {
            ShowsTools = true,
            Thinks = true,
            ToolTokens = ["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"],
        }),
        "gemma2" => new Gemma2Format(),
        "smollm2" => new ChatMlFormat("smollm2", new() { DefaultSystem = SmolLm2System }),
        "smollm3" => new SmolLm3Format(),
        "phi3" => new Phi3Format(),
        _ => throw new UnknownChatFormatException($"There is no chat format '{name}'.", Names),
    };

    /// <summary>The format that a model gets, and why.</summary>
    /// <param name="file">The model's header.</param>
    /// <param name="overrideName">The name that a person chose; null or empty to go by the file.</param>
    /// <exception cref="UnknownChatFormatException">Nothing fits; the message lists the choices.</exception>
    public static ChatFormatChoice Choose(GgufFile file, string? overrideName = null) =>
        ChatFormatClues.Of(file) is var clues && !string.IsNullOrWhiteSpace(overrideName)
            ? new(ByName(overrideName, clues.BeginToken), "the setting names it")
            : clues.Choose();
}
