using System.Text.RegularExpressions;
using Assistant.Inference.Catalogue;
using Assistant.Inference.Downloads;

namespace Assistant.Inference.Tests.Catalogue;

public partial class ModelCatalogueTests
{
    [Fact]
    public void Every_entry_can_be_pulled()
    {
        Assert.NotEmpty(ModelCatalogue.Models);
        Assert.Equal(ModelCatalogue.Models.Count, ModelCatalogue.Models.Select(model => model.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ModelCatalogue.Models, model =>
        {
            Assert.Same(model, ModelCatalogue.Find(model.Name.ToUpperInvariant()));
            var request = HubRequest.Parse($"{model.Repository}:{model.Files[0].Path}", null)!;
            Assert.Equal(model.Files.Select(file => file.Path), request.Files.Select(file => file.Path));
            Assert.Equal(model.Files, request.Known);
            Assert.All(model.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
            Assert.True(model.Bytes > 0 && model.ContextTokens > 0);
            Assert.Equal(model.Kind == ModelKind.Chat, model.ChatFormat is not null && model.Shape is not null);
            Assert.Equal(model.Kind == ModelKind.Embedder, model.Embedder is not null);
            Assert.True(model.AlternativeOf is null || ModelCatalogue.Find(model.AlternativeOf) is not null);
        });
    }

    [Fact]
    public void Chat_formats_are_ones_that_exist() => Assert.All(
        ModelCatalogue.Models.Where(model => model.ChatFormat is not null),
        model => Assert.Contains(model.ChatFormat, Assistant.Inference.Formats.ChatFormats.Names));

    [Fact]
    public void Licences_that_ask_for_something_say_so() => Assert.All(ModelCatalogue.Models, model =>
        Assert.Equal(model.Licence.Name is not ("MIT" or "Apache-2.0"), model.Licence.Accept is not null));

    [Fact]
    public void Sizes_and_hashes_are_those_of_the_research()
    {
        var rows = Row().Matches(File.ReadAllText(Repository.SharedOrSkip("specs", "model-catalogue.md")));

        Assert.Equal(
            rows.Select(row => (row.Groups["bytes"].Value, row.Groups["hash"].Value)),
            ModelCatalogue.Models.SelectMany(model => model.Files).Select(file => (file.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture), file.Sha256)));
        var text = File.ReadAllText(Repository.SharedOrSkip("specs", "model-catalogue.md"));
        Assert.All(ModelCatalogue.Models, model => Assert.Contains(model.Repository, text, StringComparison.Ordinal));
        Assert.All(ModelCatalogue.Models, model => Assert.Contains(model.Files[0].Path, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_is_weights_and_the_context_that_the_model_can_use()
    {
        // 32,768 bytes for a token: measured as 32,780 with the file's own overhead in the engine's research.
        LocalModelsOptions options = new() { ContextTokens = 8192, Parallel = 1 };
        var small = ModelMemory.Of(ModelCatalogue.Find("llama-3.2-1b")!, options);
        Assert.Equal(807_694_464, small.WeightBytes);
        Assert.Equal(8192 * 32_768L, small.ContextBytes);
        Assert.Equal(small.WeightBytes + small.ContextBytes, small.TotalBytes);

        // Several requests at once share what the cache may take.
        Assert.Equal(1L << 30, ModelMemory.Of(ModelCatalogue.Find("llama-3.2-1b")!, new() { ContextTokens = 8192, Parallel = 8, CacheMegabytes = 1024 }).ContextBytes);
        Assert.Equal(8192, ModelMemory.Of(ModelCatalogue.Find("smollm2-1.7b")!, new() { ContextTokens = 100_000, Parallel = 1 }).ContextTokens);
        Assert.Equal(0, ModelMemory.Of(ModelCatalogue.Find("bge-m3")!, options).ContextBytes);
        Assert.False(new MemoryNeed(10, 5, 1, AvailableBytes: 14).Fits);
        Assert.True(new MemoryNeed(10, 5, 1, AvailableBytes: 15).Fits);
        Assert.False(new MemoryNeed(10, long.MaxValue, 1, AvailableBytes: 15).Fits);
    }

    [Theory]
    [InlineData("x.gguf", 1)]
    [InlineData("x-00001-of-00003.gguf", 3)]
    [InlineData("x-00001-of-99999.gguf", 1)]
    [InlineData("x-00001-of-00000.gguf", 1)]
    public void Parts_are_named_by_the_first_one(string name, int parts)
    {
        Assert.Equal(parts, ModelParts.Names(name).Count);
        Assert.Equal(name, ModelParts.Names(name)[0]);
        Assert.False(ModelParts.IsLater(name));
        Assert.True(parts == 1 || ModelParts.Names(name).Skip(1).All(ModelParts.IsLater));
    }

    [GeneratedRegex("^(?<bytes>[0-9]{6,}) (?<hash>[0-9a-f]{64})$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
