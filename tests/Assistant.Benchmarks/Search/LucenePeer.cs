using System.Globalization;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace Assistant.Benchmarks.Search;

/// <summary>Lucene.Net in memory, one segment: Porter's stems, no stop list, BM25 with k1 1.2 and b 0.75.</summary>
internal sealed class LucenePeer : IDisposable
{
    private readonly RAMDirectory directory = new();
    private readonly Analyzer analyzer = Analyzer.NewAnonymous((_, reader) =>
    {
        StandardTokenizer tokens = new(LuceneVersion.LUCENE_48, reader);
        return new(tokens, new PorterStemFilter(new LowerCaseFilter(LuceneVersion.LUCENE_48, tokens)));
    });

    private readonly DirectoryReader reader;
    private readonly IndexSearcher searcher;

    /// <summary>Indexes the passages.</summary>
    public LucenePeer(IReadOnlyList<string> passages)
    {
        using (IndexWriter writer = new(directory, new(LuceneVersion.LUCENE_48, analyzer) { Similarity = new BM25Similarity(1.2f, 0.75f) }))
        {
            for (var at = 0; at < passages.Count; at++)
            {
                writer.AddDocument([new TextField("text", passages[at], Field.Store.NO), new StoredField("id", at)]);
            }

            writer.ForceMerge(1);
        }

        reader = DirectoryReader.Open(directory);
        searcher = new(reader) { Similarity = new BM25Similarity(1.2f, 0.75f) };
    }

    /// <summary>Its size in MB.</summary>
    public double Megabytes => directory.GetSizeInBytes() / 1e6;

    /// <summary>The ten best passages, any word may match.</summary>
    public int[] Search(string query)
    {
        BooleanQuery any = [];
        using var tokens = analyzer.GetTokenStream("text", query);
        var term = tokens.AddAttribute<ICharTermAttribute>();
        tokens.Reset();
        while (tokens.IncrementToken())
        {
            any.Add(new TermQuery(new Term("text", term.ToString())), Occur.SHOULD);
        }

        tokens.End();
        return [.. searcher.Search(any, 10).ScoreDocs.Select(hit => int.Parse(searcher.Doc(hit.Doc).Get("id", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        analyzer.Dispose();
        directory.Dispose();
    }
}
