using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Home;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary>What <c>search</c> is asked for.</summary>
internal sealed record SearchRequest(string Query, string? Collection, int Top, RetrievalMode Mode, Asker Asker);

/// <summary><c>assistant search</c>: ranked passages as that person would get them.</summary>
internal sealed class SearchVerb(IRetriever retriever, IDocumentCatalog catalog, TimeProvider time, VerbOutput output)
{
    /// <summary>Searches and prints.</summary>
    public async Task<int> RunAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        QuestionText.Check(request.Query, "query");
        await Collections.CheckAsync(catalog, request.Collection, cancellationToken);
        Question question = new(request.Query, request.Asker) { Collections = request.Collection is null ? [] : [request.Collection] };

        var started = time.GetTimestamp();
        var found = await retriever.RetrieveAsync(question, request.Top, request.Mode, cancellationToken);
        var elapsed = time.GetElapsedTime(started);

        SearchReport report = new(request.Query, found.Mode, [.. found.Passages.Select((ranked, i) => SearchHit.Of(ranked, i + 1))], Milliseconds.Of(elapsed));
        if (output.Json)
        {
            output.WriteJson(report, WireJson.Shared.SearchReport);
        }
        else
        {
            Print(report, request.Mode);
        }

        return ExitCodes.Done;
    }

    private void Print(SearchReport report, RetrievalMode wanted)
    {
        foreach (var hit in report.Hits)
        {
            var place = string.Join(" · ", new[] { hit.Page is { } page ? $"page {page}" : "", hit.Section }.Where(part => part.Length > 0));
            output.Line($"{hit.Rank,2}. {hit.Collection}/{hit.Document}{(place.Length > 0 ? "  " + place : "")}  [{hit.Score:0.000}]");
            output.Line("    " + hit.Text.ReplaceLineEndings(" ").Trim());
            output.Line();
        }

        if (report.Hits.Count == 0)
        {
            output.Line("Nothing was found.");
        }

        if (report.Mode != wanted)
        {
            output.Note($"Searched {Word(report.Mode)}: there are no vectors, no embedder, or it does not know the language.");
        }

        output.Note($"{report.Hits.Count} passages, {Word(report.Mode)}, {report.ElapsedMs:0.0} ms");
    }

    private static string Word(RetrievalMode mode) => mode switch
    {
        RetrievalMode.Hybrid => "by words and vectors",
        RetrievalMode.Dense => "by vectors",
        _ => "by words",
    };
}
