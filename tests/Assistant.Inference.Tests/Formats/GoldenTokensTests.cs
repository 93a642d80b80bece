using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Formats;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Formats;

/// <summary>The tokens that reach the model, by the vocabularies of the model files, against those of the makers' own tokenizers.</summary>
public sealed class GoldenTokensTests(ITestOutputHelper output)
{
    // A vocabulary without weights, which can't be had as a file of its own: it lies in a git bundle inside of an npm package.
    private const string LlamaVariable = "ASSISTANT_LLAMA3_VOCABULARY";

    // The seventh version's control tokens have other names in the vocabulary of the third.
    private static readonly Dictionary<string, string> Aliases = new() { ["[SYSTEM_PROMPT]"] = "[control_14]", ["[/SYSTEM_PROMPT]"] = "[control_15]", ["[TOOL_CONTENT]"] = "[control_16]" };

    [Theory]
    [InlineData("llama3.1", "meta-llama-Llama-3.1-8B-Instruct", 83)]
    [InlineData("llama3.2", "meta-llama-Llama-3.2-3B-Instruct", 83)]
    public void A_LLaMA_3_prompt_becomes_the_tokens_of_its_template(string format, string template, int cases) => Compare(
        ChatFormats.ByName(format), LlamaVocabularyOrSkip(), cases,
        Golden.Lines("templates.jsonl").Where(line => line.GetProperty("template").GetString() == template),
        options => options with { ContinueLast = false });

    [Theory]
    [InlineData("json", 81), InlineData("no-header", 3), InlineData("continue", 2)]
    public void A_LLaMA_3_prompt_becomes_the_tokens_of_llama_models(string variant, int cases) => Compare(
        ChatFormats.ByName("llama3"), LlamaVocabularyOrSkip(), cases,
        Golden.Lines("llama3.jsonl").Where(line => line.GetProperty("variant").GetString() == variant && !line.TryGetProperty("quirk", out _)),
        options => variant == "json" ? options with { AddGenerationPrompt = true, ContinueLast = false } : options);

    [Theory]
    [InlineData("v2", "vocab-mistral-v3-spm.gguf", 79)]
    [InlineData("v3", "vocab-mistral-v3-spm.gguf", 80)]
    [InlineData("v7", "vocab-mistral-v3-spm.gguf", 81)]
    [InlineData("v3-tekken", "vocab-mistral-tekken.gguf", 78)]
    public void A_Mistral_prompt_becomes_the_tokens_of_mistral_common(string version, string vocabulary, int cases) => Compare(
        ChatFormats.ByName("mistral-" + version), Repository.SharedOrSkip("models", vocabulary), cases,
        Golden.Lines("mistral.jsonl").Where(line => line.GetProperty("version").GetString() == version && !line.TryGetProperty("runtime", out _)));

    [Fact]
    public void A_ChatML_prompt_becomes_the_tokens_of_its_maker() => Compare(
        ChatFormats.ByName("smollm2"), Repository.SharedOrSkip("models", "SmolLM2-135M-Instruct.Q4_1.gguf"), 85,
        Golden.Lines("templates.jsonl").Where(line => line.GetProperty("template").GetString() == "SmolLM2-135M-Instruct"),
        options => options with { ContinueLast = false });

    // Where the data says "runtime_differs", llama.cpp's pre-tokenizer itself splits otherwise than the maker's.
    [Theory]
    [InlineData("mistral_v3", "vocab-mistral-v3-spm.gguf", 187)]
    [InlineData("tekken", "vocab-mistral-tekken.gguf", 177)]
    public void A_text_becomes_the_tokens_of_its_maker(string tokenizer, string name, int texts)
    {
        using var model = Local.Load(Repository.SharedOrSkip("models", name), vocabularyOnly: true);
        var lines = Golden.Lines("tokenize.jsonl").Where(line => !(line.TryGetProperty("runtime_differs", out var differs)
            && differs.EnumerateArray().Any(other => other.GetString() == tokenizer))).ToList();

        Assert.Equal(texts, lines.Count);
        Assert.All(lines, line => Assert.Equal(Ids(line.GetProperty(tokenizer)), model.Vocabulary.Tokenize(line.GetProperty("text").GetString()!)));
    }

    private static string LlamaVocabularyOrSkip()
    {
        var path = Environment.GetEnvironmentVariable(LlamaVariable);
        Assert.SkipUnless(File.Exists(path), $"{LlamaVariable} doesn't name ggml-vocab-llama-bpe.gguf (npm node-llama-cpp, llama/gitRelease.bundle, models/).");
        return path!;
    }

    private static int[] Ids(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetInt32())];

    private void Compare(
        ChatFormat format, string vocabulary, int cases, IEnumerable<JsonElement> lines, Func<ChatRendering, ChatRendering>? change = null)
    {
        using var model = Local.Load(vocabulary, vocabularyOnly: true);
        var conversations = Conversation.ReadAll();
        var accepted = lines.Where(line => line.TryGetProperty("tokens", out _)).ToList();
        List<string> faults = [];
        foreach (var line in accepted)
        {
            var conversation = conversations[line.GetProperty("case").GetString()!];
            var segments = format.Render(conversation.Messages, change?.Invoke(conversation.Options) ?? conversation.Options)
                .Select(segment => segment.IsControl && model.Vocabulary.IdOf(segment.Text) is null && Aliases.TryGetValue(segment.Text, out var alias) ? segment with { Text = alias } : segment)
                .ToList();
            var expected = Ids(line.GetProperty("tokens"));
            var written = PromptTokens.Of(segments, model.Vocabulary, format);
            if (!written.SequenceEqual(expected))
            {
                faults.Add($"{conversation.Id}\n  expected {string.Join(' ', expected)}\n  written  {string.Join(' ', written)}");
            }
        }

        output.WriteLine($"{format.Name} with {Path.GetFileName(vocabulary)}: {accepted.Count - faults.Count} of {accepted.Count} token for token");
        Assert.Equal(cases, accepted.Count);
        Assert.True(faults.Count == 0, $"{format.Name}: {faults.Count} of {accepted.Count} differ\n" + string.Join('\n', faults));
    }
}
