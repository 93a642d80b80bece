using Assistant.Inference.Chat;
using Assistant.Inference.Engine;
using Assistant.Inference.Formats;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Benchmarks.Engine;

/// <summary>Makes prompts of an exact number of tokens, the same for the same seed.</summary>
internal sealed class PromptMaker : IDisposable
{
    private static readonly string[] Words =
    [
        "river", "garden", "winter", "letter", "bridge", "silver", "engine", "market", "yellow", "castle", "summer", "doctor", "window", "forest", "island", "travel",
        "simple", "quiet", "early", "large", "small", "round", "green", "heavy", "the", "a", "of", "and", "in", "with", "from", "under", "over", "after", "before",
        "walks", "writes", "reads", "finds", "keeps", "builds", "carries", "opens", "closes", "follows",
    ];

    private readonly LlamaModel model;
    private readonly ChatFormat format;

    /// <summary>Loads the vocabulary of a model.</summary>
    public PromptMaker(string path)
    {
        var file = GgufFile.Open(path);
        format = ChatFormats.Choose(file, null).Format;
        model = LlamaModel.Load(LocalChatEngine.Runtime, file, NullLogger.Instance, CancellationToken.None, vocabularyOnly: true);
    }

    /// <summary>A prompt that shares no more than the format's opening with those of other seeds.</summary>
    public EnginePrompt Fresh(int seed, int tokens)
    {
        Random random = new(seed);
        return Fitted(tokens, words => Prompt([new(ChatRole.User, $"{Opening(random)}: {words} Go on with this story and never stop:")]), random);
    }

    /// <summary>Sources that all questions of the seed share, and a question.</summary>
    public EnginePrompt Question(int seed, int prefix, int number, int tokens)
    {
        Random random = new(seed);
        var opening = Opening(random);
        var sources = "";
        _ = Fitted(prefix, words => Prompt([new(ChatRole.System, sources = $"{opening}: {words}")]), random);
        var length = Prompt([new(ChatRole.System, sources)]).Tokens.Length;
        Random asking = new((seed * 1_000) + number);
        var ask = Opening(asking);
        return Fitted(length + tokens, words => Prompt([new(ChatRole.System, sources), new(ChatRole.User, $"{ask} {words}?")]), asking);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private static string Opening(Random random) => $"{Words[random.Next(Words.Length)]} {random.Next(100, 999)} {Words[random.Next(Words.Length)]} {random.Next(100, 999)}";

    private EnginePrompt Prompt(List<ChatMessage> messages)
    {
        ChatRendering rendering = new() { Date = new(2026, 11, 25) };
        return new(messages, [.. PromptTokens.Of(format.Render(messages, rendering), model.Vocabulary, format)]);
    }

    // Words have one or two tokens, so a few tries reach the number.
    private static EnginePrompt Fitted(int tokens, Func<string, EnginePrompt> make, Random random)
    {
        List<string> words = [.. Enumerable.Range(0, tokens).Select(_ => Words[random.Next(Words.Length)])];
        var count = words.Count;
        var prompt = make("");
        for (var attempt = 0; attempt < 40; attempt++)
        {
            prompt = make(string.Join(' ', words.Take(count)));
            var missing = tokens - prompt.Tokens.Length;
            if (missing == 0)
            {
                break;
            }

            count = Math.Clamp(count + missing, 1, words.Count);
        }

        return prompt;
    }
}
