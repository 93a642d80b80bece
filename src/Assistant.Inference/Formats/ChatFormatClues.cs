using Assistant.Inference.Gguf;

namespace Assistant.Inference.Formats;

/// <summary>What a model file tells about its chat format.</summary>
/// <param name="Template">The makers' Jinja text, which is only searched for the marks of the families, never run.</param>
/// <param name="Architecture">llama.cpp's word.</param>
/// <param name="Name">The model's own name.</param>
/// <param name="Vocabulary">The names of all tokens.</param>
/// <param name="IsTekken">Whether the vocabulary is byte-level BPE, which with Mistral's models means Tekken.</param>
/// <param name="BeginToken">The token that goes before every prompt, where the file asks for one.</param>
internal sealed record ChatFormatClues(
    string? Template, string Architecture, string Name, IReadOnlySet<string> Vocabulary, bool IsTekken, string? BeginToken)
{
    /// <summary>Reads them from a file's header.</summary>
    public static ChatFormatClues Of(GgufFile file)
    {
        var tokens = file.Tokens;
        var begin = file.GetBoolean("tokenizer.ggml.add_bos_token") == true ? file.GetInteger("tokenizer.ggml.bos_token_id") : null;
        return new(
            file.ChatTemplate, file.Architecture, file.Name, tokens.ToHashSet(StringComparer.Ordinal), file.TokenizerModel == "gpt2",
            begin is { } id and >= 0 && id < tokens.Count ? tokens[(int)id] : null);
    }

    /// <summary>The format that fits, and why.</summary>
    /// <exception cref="UnknownChatFormatException">None fits.</exception>
    public ChatFormatChoice Choose()
    {
        if (Template is null && Vocabulary.Count == 0)
        {
            throw Unknown("the file has neither a chat template nor a vocabulary");
        }

        // A template that mentions a family's mark is that family's; without a template the vocabulary's own names decide.
        var (name, why) = Template is null
            ? ByMarks(Vocabulary.Contains, "the vocabulary has", Llama3, chatMl: "chatml", MistralByVocabulary)
            : ByMarks(mark => Template.Contains(mark, StringComparison.Ordinal), "the chat template has", Llama3, ChatMl(), Mistral);
        return name is null ? throw Unknown(why) : new(ChatFormats.ByName(name, BeginToken), why);
    }

    private UnknownChatFormatException Unknown(string why) =>
        new($"No chat format is known for the model '{Name}' ({Architecture}): {why}.", ChatFormats.Names);

    private (string? Name, string Why) ByMarks(Func<string, bool> has, string where, Func<string> llama3, string chatMl, Func<string?> mistral)
    {
        if (has("<|start_header_id|>"))
        {
            return (llama3(), $"{where} <|start_header_id|>");
        }

        if (has("<|im_start|>") && !has("<|im_sep|>"))
        {
            return (chatMl, $"{where} <|im_start|>");
        }

        if (has("<start_of_turn>"))
        {
            return Architecture is "gemma" or "gemma2" ? ("gemma2", $"{where} <start_of_turn>") : (null, $"{where} <start_of_turn>, but it is not Gemma 2");
        }

        if (has("<|user|>") && has("<|end|>"))
        {
            return ("phi3", $"{where} <|user|> and <|end|>");
        }

        return mistral() is { } version ? (version, $"{where} [INST]") : (null, $"{where} no mark of a known family");
    }

    // 3.0's template has no date, 3.1's and 3.3's take it as a variable, 3.2's asks the clock.
    private string Llama3() => Template switch
    {
        null => Vocabulary.Contains("<|python_tag|>") ? "llama3.1" : "llama3",
        _ when !Mentions("Cutting Knowledge Date") => "llama3",
        _ => Mentions("strftime_now") ? "llama3.2" : "llama3.1",
    };

    private string ChatMl()
    {
        if (Mentions("## Metadata") && Mentions("SmolLM"))
        {
            return "smollm3";
        }

        return Mentions("SmolLM") ? "smollm2"
            : Mentions("You are a function calling AI model") || Name.Contains("hermes", StringComparison.OrdinalIgnoreCase) ? "hermes"
            : Mentions("You are Qwen, created by Alibaba Cloud") ? "qwen2.5"
            : Mentions("<tool_response>") && Mentions("<think>") ? "qwen3"
            : "chatml";
    }

    private string? Mistral()
    {
        if (!Mentions("[INST]") || Mentions("<<SYS>>"))
        {
            return null;
        }

        if (Mentions("[SYSTEM_PROMPT]"))
        {
            return Mentions("[ARGS]") ? (Mentions("[CALL_ID]") ? "mistral-v11" : "mistral-v13") : WithVocabulary("mistral-v7");
        }

        // Templates of the second and third version may leave tools out; then only the vocabulary tells them from the first.
        return !Vocabulary.Contains("[INST]") ? "mistral-v1"
            : Mentions("[AVAILABLE_TOOLS]") && !Mentions("call_id") && !Mentions("\"id\"") && !IsTekken ? "mistral-v2"
            : WithVocabulary("mistral-v3");
    }

    private string? MistralByVocabulary() =>
        !Vocabulary.Contains("[INST]") ? null
        : !Vocabulary.Contains("[SYSTEM_PROMPT]") ? WithVocabulary("mistral-v3")
        : !Vocabulary.Contains("[ARGS]") ? WithVocabulary("mistral-v7")
        : Vocabulary.Contains("[THINK]") ? "mistral-v13" : "mistral-v11";

    private string WithVocabulary(string version) => IsTekken ? version + "-tekken" : version;

    private bool Mentions(string mark) => Template!.Contains(mark, StringComparison.Ordinal);
}
