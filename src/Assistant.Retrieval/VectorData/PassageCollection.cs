using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Assistant.Core;
using Assistant.Retrieval.Ranking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Assistant.Retrieval.VectorData;

/// <summary>A collection of the index as Semantic Kernel code knows collections: to search and to read, as one asker.</summary>
/// <remarks>
/// Documents come in through ingestion, which keeps originals, access and versions together; so nothing is written here. Searches take a text,
/// which is embedded with the embedder of the index, or a vector of that embedder.
/// </remarks>
public sealed class PassageCollection : VectorStoreCollection<string, PassageRecord>, IKeywordHybridSearchable<PassageRecord>
{
    private const string UseIngestion = "Documents are taken in and removed by ingestion ('assistant ingest', 'assistant documents delete' or the API), not through this collection.";
    private const string NoFilter = "Filters are not translated: the collection's name and its asker decide what is searched.";

    private readonly IPassageIndex _index;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embedder;
    private readonly Asker _asker;
    private readonly EmbedderProfile _profile;
    private readonly string _embedderName;

    /// <summary>A view of a collection.</summary>
    /// <param name="name">The collection.</param>
    /// <param name="index">The index.</param>
    /// <param name="embedder">The embedder that the index's vectors come from.</param>
    /// <param name="asker">Who reads: what this asker may not read does not exist here.</param>
    /// <param name="options">How lists are joined; null for the defaults.</param>
    public PassageCollection(string name, IPassageIndex index, IEmbeddingGenerator<string, Embedding<float>> embedder, Asker asker, RetrievalOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(asker);
        (Name, _index, _embedder, _asker) = (name, index, embedder, asker);
        _embedderName = QuestionEmbedder.NameOf(embedder);
        _profile = EmbedderProfile.Of(_embedderName, options ?? new());
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>True: a collection comes into being with its first document and needs no making.</summary>
    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);

    /// <inheritdoc/>
    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException(UseIngestion);

    /// <inheritdoc/>
    public override async Task<PassageRecord?> GetAsync(string key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        var passage = await _index.FindAsync(key, _asker, cancellationToken);
        return passage is not null && passage.Collection == Name ? PassageRecord.Of(passage) : null;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<PassageRecord> GetAsync(
        Expression<Func<PassageRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<PassageRecord>? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(NoFilter);

    /// <inheritdoc/>
    public override Task DeleteAsync(string key, CancellationToken cancellationToken = default) => throw new NotSupportedException(UseIngestion);

    /// <inheritdoc/>
    public override Task UpsertAsync(PassageRecord record, CancellationToken cancellationToken = default) => throw new NotSupportedException(UseIngestion);

    /// <inheritdoc/>
    public override Task UpsertAsync(IEnumerable<PassageRecord> records, CancellationToken cancellationToken = default) => throw new NotSupportedException(UseIngestion);

    /// <summary>Searches by vector; scores are cosines.</summary>
    /// <exception cref="NotSupportedException">There is a filter, or the value is neither a text nor a vector.</exception>
    public override IAsyncEnumerable<VectorSearchResult<PassageRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<PassageRecord>? options = null, CancellationToken cancellationToken = default)
    {
        Check(top, options?.Filter);
        return RankedAsync(searchValue, [], top, options?.Skip ?? 0, options?.ScoreThreshold, cancellationToken);
    }

    /// <summary>Searches by vector and by words; scores are those of the fusion, 0 to 1.</summary>
    /// <exception cref="NotSupportedException">There is a filter, or the value is neither a text nor a vector.</exception>
    public IAsyncEnumerable<VectorSearchResult<PassageRecord>> HybridSearchAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<PassageRecord>? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(keywords);
        Check(top, options?.Filter);
        return RankedAsync(searchValue, keywords, top, options?.Skip ?? 0, options?.ScoreThreshold, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? new VectorStoreCollectionMetadata { VectorStoreSystemName = "assistant", CollectionName = Name }
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    private static void Check(int top, LambdaExpression? filter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (filter is not null)
        {
            throw new NotSupportedException(NoFilter);
        }
    }

    private async IAsyncEnumerable<VectorSearchResult<PassageRecord>> RankedAsync(
        object searchValue, ICollection<string> keywords, int top, int skip, double? least, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PassageQuery query = new()
        {
            Words = [.. keywords.Select(keyword => new WeightedText(keyword, 1))],
            Vector = await VectorAsync(searchValue, cancellationToken),
            Embedder = _embedderName,
            Collections = [Name],
        };
        var wanted = (int)Math.Min((long)top + skip, int.MaxValue);
        var matches = await _index.SearchAsync(query with { Top = Math.Max(query.Top, wanted) }, _asker, cancellationToken);
        var ranked = keywords.Count > 0 ? ConvexFusion.Hybrid(matches, _profile, wanted) : ConvexFusion.Dense(matches, _profile, wanted);
        foreach (var passage in ranked.Skip(skip).Where(passage => least is null || passage.Score >= least))
        {
            yield return new(PassageRecord.Of(passage.Passage), passage.Score);
        }
    }

    private async ValueTask<ReadOnlyMemory<float>> VectorAsync(object value, CancellationToken cancellationToken) => value switch
    {
        ReadOnlyMemory<float> vector => vector,
        float[] vector => vector,
        Embedding<float> embedding => embedding.Vector,
        string text => (await _embedder.GenerateAsync([text], QuestionEmbedder.Queries, cancellationToken))[0].Vector,
        _ => throw new NotSupportedException($"A search takes a text or a vector of floats, not {value.GetType().Name}."),
    };
}
