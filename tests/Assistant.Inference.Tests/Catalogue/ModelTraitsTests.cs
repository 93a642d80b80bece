using Assistant.Inference.Catalogue;
using Assistant.Inference.Embeddings;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Catalogue;

public sealed class ModelTraitsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_shipped_embedder_tells_how_it_embeds()
    {
        var file = GgufFile.Open(Repository.PathOf("src", "Assistant.Inference", "Models", "all-MiniLM-L6-v2-Q8_0.gguf"));

        var traits = ModelTraits.Of(file, ModelKinds.Of(file), new());

        Assert.Equal("Q8_0", traits.Quantisation);
        Assert.Equal(new(384, "mean", "", ""), traits.Embedder);
        Assert.Equal(file.Bytes, traits.Memory.TotalBytes);
    }

    [Fact]
    public void A_chat_model_s_memory_is_that_of_all_its_parts_and_its_context()
    {
        var bytes = TinyGguf.Writer().ToBytes();
        File.WriteAllBytes(folder.File("tiny-00001-of-00002.gguf"), bytes);
        File.WriteAllBytes(folder.File("tiny-00002-of-00002.gguf"), new byte[1000]);

        var traits = ModelTraits.Of(GgufFile.Open(folder.File("tiny-00001-of-00002.gguf")), ModelKind.Chat, new() { ContextTokens = 100_000, Parallel = 1 });

        // Two layers, two heads for keys and values of 16 elements each, keys and values, two bytes an element; 2,048 trained tokens.
        Assert.Equal(2 * 2 * 16 * 2 * 2 * 2048, traits.Memory.ContextBytes);
        Assert.Equal(2048, traits.Memory.ContextTokens);
        Assert.Equal(bytes.Length + 1000, traits.Memory.WeightBytes);
        Assert.Equal("F32", traits.Quantisation);
        Assert.Null(traits.Embedder);
    }

    [Fact]
    public void Embedders_of_the_catalogue_get_the_prefixes_that_it_tells() => Assert.All(
        ModelCatalogue.Models.Where(model => model.Embedder is not null),
        model =>
        {
            var path = folder.File(model.Files[0].Path);
            File.WriteAllBytes(path, TinyGguf.Writer().ToBytes());

            var family = EmbedderFamily.Of(GgufFile.Open(path));

            Assert.Equal((model.Embedder!.QueryPrefix, model.Embedder.PassagePrefix), (family.QueryPrefix, family.PassagePrefix));
        });

    [Fact]
    public void The_quantisation_is_the_makers_word_where_there_is_one()
    {
        File.WriteAllBytes(folder.File("q.gguf"), TinyGguf.Writer().Add("general.file_type", 15u).ToBytes());

        Assert.Equal("Q4_K_M", ModelTraits.Of(GgufFile.Open(folder.File("q.gguf")), ModelKind.Chat, new()).Quantisation);
    }
}
