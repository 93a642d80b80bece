using System.ComponentModel.DataAnnotations;
using Assistant.Core;
using Assistant.Retrieval.Tests.Ranking;
using Assistant.Retrieval.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Retrieval.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Search_stands_with_and_without_an_embedder_and_opens_nothing_before_it_is_used(bool withEmbedder)
    {
        var services = Services();
        if (withEmbedder)
        {
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new FakeEmbedder());
        }

        await using var provider = services.AddRetrieval(options => options.Database = folder.File("home", "assistant.db")).BuildServiceProvider();
        var (index, retriever) = (provider.GetRequiredService<IPassageIndex>(), provider.GetRequiredService<IRetriever>());
        _ = provider.GetRequiredService<ISentenceScorer>();
        Assert.Same(provider.GetRequiredService<ITextAnalyzer>(), provider.GetRequiredService<ITextAnalyzer>());
        Assert.Equal(withEmbedder, provider.GetRequiredService<VectorBackfill>().CanRun);
        Assert.False(Directory.Exists(folder.File("home")));

        await index.StageAsync(Some.Version(), [Some.Passage(text: "Annual leave.")], TestContext.Current.CancellationToken);
        await index.PublishAsync(Some.Version(), TestContext.Current.CancellationToken);
        while (await provider.GetRequiredService<VectorBackfill>().StepAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        var found = await retriever.RetrieveAsync(Some.Question("annual leave"), 3, RetrievalMode.Hybrid, TestContext.Current.CancellationToken);
        Assert.Equal(withEmbedder ? RetrievalMode.Hybrid : RetrievalMode.Lexical, found.Mode);
        Assert.Equal("d1-v1-0", Assert.Single(found.Passages).Passage.Id);
    }

    [Fact]
    public void Options_come_from_their_section_and_wrong_ones_are_named_by_their_key()
    {
        using var provider = Services(("Assistant:Retrieval:Candidates", "0")).AddRetrieval().BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RetrievalOptions>>().Value);
        Assert.Contains("Candidates", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ceiling_below_the_floor_is_refused()
    {
        RetrievalOptions options = new() { CosineFloor = 0.8, CosineCeiling = 0.7 };

        var refused = Assert.Single(options.Validate(new ValidationContext(options)));
        Assert.Contains("Assistant:Retrieval:CosineCeiling", refused.ErrorMessage, StringComparison.Ordinal);
    }

    private static IServiceCollection Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build())
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
}
