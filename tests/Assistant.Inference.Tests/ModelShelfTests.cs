using Assistant.Inference.Embeddings;
using Assistant.Inference.Tests.Fixtures;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests;

public sealed class ModelShelfTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_only_chat_model_answers()
    {
        TinyGguf.Writer().WriteTo(folder.File("b.gguf"));
        folder.Write("a.gguf", "no model");
        new GgufWriter().Add("general.architecture", "llama").WriteTo(folder.File("vocabulary.gguf"));
        using var shelf = Shelf();

        var models = shelf.List();

        Assert.Equal(["a", "all-MiniLM-L6-v2-Q8_0", "b", "vocabulary"], models.Select(model => model.Name));
        Assert.Equal([ModelKind.Unreadable, ModelKind.Embedder, ModelKind.Chat, ModelKind.VocabularyOnly], models.Select(model => model.Kind));
        Assert.Equal([false, true, true, false], models.Select(model => model.IsChosen));
        Assert.Equal(
            ["it isn't a GGUF file.", "the embedder that ships with the product", "the only chat model in the models folder", "a vocabulary without weights"],
            models.Select(model => model.Reason));
        var answering = shelf.Answering!;
        Assert.Equal(("b", "llama3", 2048, "llama"), (answering.Name, answering.ChatFormat, answering.ContextTokens, answering.Architecture));
        Assert.NotEmpty(answering.ChatFormatReason!);
        Assert.Equal(answering, shelf.Find("B.gguf"));
        Assert.Null(shelf.Find("c"));
    }

    [Fact]
    public void Of_several_the_first_by_name_answers_until_the_setting_chooses()
    {
        TinyGguf.Writer().WriteTo(folder.File("two.gguf"));
        TinyGguf.Writer().WriteTo(folder.File("one.gguf"));
        using var shelf = Shelf();
        using var chosen = Shelf(options => options.Chat = "two");

        Assert.Equal(("one", "first by name of 2; set Assistant:Models:Chat to choose"), (shelf.Answering!.Name, shelf.Answering.Reason));
        Assert.Equal("another one answers; set Assistant:Models:Chat to choose it", shelf.Find("two")!.Reason);
        Assert.Equal(("two", "set by Assistant:Models:Chat"), (chosen.Answering!.Name, chosen.Answering.Reason));
    }

    [Fact]
    public void A_model_that_the_setting_names_but_that_cannot_answer_is_told_and_none_takes_its_place()
    {
        TinyGguf.Writer().WriteTo(folder.File("one.gguf"));
        using var gone = Shelf(options => options.Chat = folder.File("gone.gguf"));
        using var odd = Shelf(options => options.Chat = TinyGguf.Writer().Set("tokenizer.chat_template", "{{ odd }}").WriteTo(folder.File("odd.gguf")));

        Assert.Null(gone.Answering);
        Assert.Equal("there is no such file.", gone.Find("gone")!.Fault);
        Assert.Null(odd.Answering);
        Assert.Contains("mistral-v3", odd.Find("odd")!.Reason, StringComparison.Ordinal);
        Assert.Throws<LocalModelException>(() => odd.Client(odd.Find("odd")!));
    }

    [Fact]
    public void A_file_with_a_token_number_below_zero_is_told_and_the_others_stay()
    {
        TinyGguf.Writer().WriteTo(folder.File("good.gguf"));
        TinyGguf.Writer().Set("tokenizer.ggml.bos_token_id", -1).Add("tokenizer.ggml.add_bos_token", true).WriteTo(folder.File("bad.gguf"));
        using var shelf = Shelf();

        Assert.Contains("bos_token_id is -1", shelf.Find("bad")!.Fault, StringComparison.Ordinal);
        Assert.Equal("good", shelf.Answering!.Name);
    }

    [Fact]
    public void A_later_part_means_the_model_that_it_is_a_part_of()
    {
        TinyGguf.Writer().WriteTo(folder.File("big-00001-of-00002.gguf"));
        folder.Write("big-00002-of-00002.gguf", "more");
        using var shelf = Shelf();

        Assert.Equal("big-00001-of-00002", shelf.Find("big-00002-of-00002")?.Name);
        Assert.Equal("big-00001-of-00002", shelf.Find("BIG-00002-of-00002.gguf")?.Name);
        Assert.Equal("big-00001-of-00002", shelf.Find(folder.File("big-00002-of-00002.gguf"))?.Name);
    }

    [Fact]
    public void A_reranker_of_the_settings_is_known_wherever_it_lies()
    {
        using TempFolder elsewhere = new();
        var path = TinyBert.Writer(TinyBert.Rank).WriteTo(elsewhere.File("ranks.gguf"));
        using var shelf = Shelf(options => options.Reranker = path);
        using var without = Shelf();

        var reranker = shelf.Find("ranks")!;

        Assert.Equal((path, ModelKind.Reranker, true, "set by Assistant:Models:Reranker"), (reranker.Path, reranker.Kind, reranker.IsChosen, reranker.Reason));
        Assert.Null(without.Find("ranks"));
    }

    [Fact]
    public void Later_parts_of_a_split_model_are_not_models_of_their_own()
    {
        TinyGguf.Writer().WriteTo(folder.File("big-00001-of-00002.gguf"));
        folder.Write("big-00002-of-00002.gguf", "more");
        using var shelf = Shelf();

        Assert.Equal(["all-MiniLM-L6-v2-Q8_0", "big-00001-of-00002"], shelf.List().Select(model => model.Name));
    }

    [Fact]
    public void A_file_that_changes_is_read_again()
    {
        folder.Write("m.gguf", "no model yet");
        using var shelf = Shelf();
        Assert.Null(shelf.Answering);

        TinyGguf.Writer().WriteTo(folder.File("m.gguf"));

        Assert.Equal("m", shelf.Answering!.Name);
        File.Delete(folder.File("m.gguf"));
        Assert.Null(shelf.Answering);
    }

    [Fact]
    public async Task A_client_is_made_once_and_ends_with_the_shelf()
    {
        Local.RuntimeOrSkip();
        TinyGguf.Writer().WriteTo(folder.File("m.gguf"));
        var shelf = Shelf();
        var client = shelf.Client(shelf.Answering!);

        Assert.Same(client, shelf.Client(shelf.Answering!));
        Assert.Equal("m", client.Model);
        await client.LoadAsync(TestContext.Current.CancellationToken);
        shelf.Dispose();
        Assert.False(client.IsLoaded);
    }

    [Fact]
    public async Task Services_are_registered_with_their_settings()
    {
        TinyGguf.Writer().WriteTo(folder.File("m.gguf"));
        await using var services = Services(folder.Path, []);

        Assert.Equal("m", services.GetRequiredService<ModelShelf>().Answering!.Name);
        Assert.Equal(LlamaRuntime.RequiredVersion, services.GetRequiredService<LlamaRuntime>().Version);
        Assert.Same(services.GetRequiredService<LocalEmbeddingGenerator>(), services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    [Fact]
    public async Task Without_the_libraries_there_is_no_embedder_but_a_shelf()
    {
        await using var services = Services(folder.Path, new() { ["Assistant:Models:RuntimeFolder"] = folder.Path });

        Assert.Null(services.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.False(services.GetRequiredService<LlamaRuntime>().IsAvailable);
        Assert.NotEmpty(services.GetRequiredService<ModelShelf>().List());
    }

    [Theory]
    [InlineData("ContextTokens", "10")]
    [InlineData("Threads", "-1")]
    [InlineData("ChatFormat", "klingon")]
    public async Task Wrong_settings_are_told_by_their_key(string key, string value)
    {
        await using var services = Services(folder.Path, new() { ["Assistant:Models:" + key] = value });

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<LocalModelsOptions>>().Value);

        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string models, Dictionary<string, string?> settings)
    {
        Local.RuntimeOrSkip();
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLocalModels(options => options.Folder = models);
        return services.BuildServiceProvider();
    }

    private ModelShelf Shelf(Action<LocalModelsOptions>? configure = null)
    {
        LocalModelsOptions options = new() { Folder = folder.Path };
        configure?.Invoke(options);
        return new(Local.Runtime(), Options.Create(options), TimeProvider.System, NullLoggerFactory.Instance);
    }
}
