using Assistant.Inference.Gguf;
using Assistant.Inference.Tokenizers;

namespace Assistant.Inference.Engine;

/// <summary>Finds the faults of a model file on which llama.cpp would abort the process or throw across the border instead of failing.</summary>
internal static class ModelFileChecks
{
    private const string Prefix = "tokenizer.ggml.";

    /// <summary>Checks a file that is about to be loaded.</summary>
    /// <exception cref="InvalidModelFileException">Loading it could end the process.</exception>
    public static void Check(GgufFile file)
    {
        if (file.Architecture.Length == 0)
        {
            throw Invalid(file, "it doesn't say what architecture it has.");
        }

        var tokens = file.Tokens;
        if (tokens.Count == 0)
        {
            throw Invalid(file, "it has no vocabulary.");
        }

        CheckDistinct(file, tokens);
        CheckLength(file, "scores", file.GetArray<float>(Prefix + "scores")?.Length, tokens.Count);
        CheckLength(file, "token_type", file.GetArray<int>(Prefix + "token_type")?.Length, tokens.Count);
        CheckSpecialIds(file, tokens.Count);
        if (file.TokenizerModel == "llama")
        {
            CheckBytes(file, tokens);
        }
        else if (file.TokenizerModel == "t5")
        {
            UnigramText.FromGguf(file);
        }
    }

    // llama_vocab asserts that no text has two ids.
    private static void CheckDistinct(GgufFile file, IReadOnlyList<string> tokens)
    {
        HashSet<string> seen = new(tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
        {
            if (!seen.Add(tokens[id]))
            {
                throw Invalid(file, $"its vocabulary has the same token twice (number {id}).");
            }
        }
    }

    private static void CheckLength(GgufFile file, string name, int? length, int tokens)
    {
        if (length is { } given && given < tokens)
        {
            throw Invalid(file, $"its vocabulary has {tokens} tokens but {given} values of {name}.");
        }
    }

    private static void CheckSpecialIds(GgufFile file, int tokens)
    {
        foreach (var key in file.Metadata.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith("_token_id", StringComparison.Ordinal)))
        {
            // Files for models without such a token give -1, stored in an unsigned number.
            if (file.GetInteger(key) is { } id && (id < 0 || id >= tokens) && id != uint.MaxValue)
            {
                throw Invalid(file, $"its {key} is {id}, but there are {tokens} tokens.");
            }
        }
    }

    // A SentencePiece vocabulary falls back to a token for each byte, and throws where one is missing.
    private static void CheckBytes(GgufFile file, IReadOnlyList<string> tokens)
    {
        HashSet<string> known = new(tokens, StringComparer.Ordinal);
        for (var value = 0; value < 256; value++)
        {
            if (!known.Contains($"<0x{value:X2}>") && !(value < 128 && known.Contains(((char)value).ToString())))
            {
                throw Invalid(file, $"its vocabulary has no token for the byte 0x{value:X2}.");
            }
        }
    }

    private static InvalidModelFileException Invalid(GgufFile file, string fault) => new(file.Path, fault);
}
