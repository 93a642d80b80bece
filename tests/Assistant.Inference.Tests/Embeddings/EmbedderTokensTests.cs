using Assistant.Inference.Embeddings;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Embeddings;

public class EmbedderTokensTests
{
    [Fact]
    public void MiniLM_reads_what_it_was_trained_on()
    {
        var tokens = EmbedderTokens.Open(Repository.PathOf("src", "Assistant.Inference", "Models", "all-MiniLM-L6-v2-Q8_0.gguf"));

        Assert.Equal(254, tokens.MaxTokens);
        Assert.Equal(2, tokens.Count("hello world"));
    }

    [Fact]
    public void E5_has_510_places_less_the_two_tokens_of_its_prefix()
    {
        var path = Repository.SharedOrSkip("models", "multilingual-e5-small-Q4_0.gguf");
        var tokens = EmbedderTokens.Open(path);

        Assert.Equal(2, tokens.Count("passage: "));
        Assert.Equal(508, tokens.MaxTokens);
        Assert.Equal(254, EmbedderTokens.Open(path, mostTokens: 258).MaxTokens);
    }

    [Fact]
    public void Another_kind_of_vocabulary_is_refused()
    {
        using TempFolder folder = new();
        var path = TinyGguf.Writer().WriteTo(folder.File("tiny.gguf"));

        Assert.Contains("gpt2", Assert.Throws<InvalidModelFileException>(() => EmbedderTokens.Open(path)).Message, StringComparison.Ordinal);
    }
}
