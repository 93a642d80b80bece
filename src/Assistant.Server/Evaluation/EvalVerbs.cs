using System.Text.Json;
using Assistant.Core;
using Assistant.Ingestion.Reading;
using Assistant.Server.CommandLine;
using Assistant.Server.Verbs;
using Microsoft.Extensions.AI;

namespace Assistant.Server.Evaluation;

/// <summary>The verbs of <c>assistant eval</c>.</summary>
internal static class EvalVerbs
{
    /// <summary><c>eval retrieval</c>.</summary>
    public static async Task<int> RetrievalAsync(VerbContext context, string folder, RetrievalMode mode, CancellationToken cancellationToken)
    {
        var set = EvaluationSet.Open(Path.GetFullPath(folder));
        await using var scratch = ScratchHome.Make(context);
        var home = await scratch.FillAsync(set, withVectors: mode != RetrievalMode.Lexical, cancellationToken);
        var retriever = scratch.Services.GetRequiredService<IRetriever>();
        using var progress = ProgressLine.On(context.Output);
        var scores = await RetrievalEvaluation.RunAsync(
            retriever, set, home, mode, new Told(at => progress.Show($"{at.Done} of {at.Total} queries", (double)at.Done / at.Total)), cancellationToken);
        progress.Clear();
        var embedder = mode == RetrievalMode.Lexical
            ? null
            : (scratch.Services.GetService<IEmbeddingGenerator<string, Embedding<float>>>()?.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId;
        RetrievalReport report = new(
            scores.Queries, home.Documents, home.Passages, mode, embedder,
            Rounded(scores.Ndcg10), Rounded(scores.Top1), Rounded(scores.Hit10), Rounded(scores.Recall10), Rounded(scores.Recall100), Rounded(scores.Mrr10),
            new(Math.Round(scores.LatencyP50, 2), Math.Round(scores.LatencyP95, 2)));
        Print(context.Output, report, EvalJson.Shared.RetrievalReport);
        return home.Failed.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary><c>eval answers</c>.</summary>
    public static async Task<int> AnswersAsync(VerbContext context, string folder, string? model, string? outFile, CancellationToken cancellationToken)
    {
        var set = EvaluationSet.Open(Path.GetFullPath(folder));
        var total = set.Questions().Count;
        await using var lines = outFile is null ? null : new StreamWriter(Path.GetFullPath(outFile));
        await using var scratch = ScratchHome.Make(context);
        var home = await scratch.FillAsync(set, withVectors: true, cancellationToken);
        using var progress = ProgressLine.On(context.Output);
        var done = 0;
        var scores = await AnswerEvaluation.RunAsync(
            scratch.Services.GetRequiredService<IAssistant>(),
            set,
            home,
            model,
            answer =>
            {
                lines?.WriteLine(JsonSerializer.Serialize(answer, EvalJson.Shared.ScoredAnswer));
                progress.Show($"{++done} of {total} questions", (double)done / total);
            },
            cancellationToken);
        progress.Clear();
        AnswersReport report = new(
            scores.Answerable, scores.Unanswerable, Rounded(scores.AnswerContains), Rounded(scores.TokenF1), Rounded(scores.CitationPrecision),
            Rounded(scores.CitationRecall), Rounded(scores.RefusalRate), Rounded(scores.FalseRefusalRate), scores.Dropped,
            new(Math.Round(scores.LatencyP50, 2), Math.Round(scores.LatencyP95, 2)));
        Print(context.Output, report, EvalJson.Shared.AnswersReport);
        return home.Failed.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary><c>eval documents</c>. Ends with 0 also when documents are not as expected: the report is the result.</summary>
    public static async Task<int> DocumentsAsync(VerbContext context, string folder, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        var rows = DocumentEvaluation.Rows(Path.GetFullPath(folder), kinds);
        await using var scratch = ScratchHome.Make(context);
        var reader = scratch.Services.GetRequiredService<IDocumentTextReader>();
        using var progress = ProgressLine.On(context.Output);
        List<UnexpectedDocument> unexpected = [];
        for (var done = 0; done < rows.Count; done++)
        {
            progress.Show($"{done} of {rows.Count} files", (double)done / rows.Count);
            if (await DocumentEvaluation.CheckAsync(reader, rows[done], cancellationToken) is { } got)
            {
                unexpected.Add(new(rows[done].File, rows[done].Expect, got));
            }
        }

        progress.Clear();
        Print(context.Output, new DocumentsReport(rows.Count, rows.Count - unexpected.Count, unexpected), EvalJson.Shared.DocumentsReport);
        return ExitCodes.Done;
    }

    private static double Rounded(double score) => Math.Round(score, 4);

    private static void Print<T>(VerbOutput output, T report, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        if (output.Json)
        {
            output.WriteJson(report, type);
            return;
        }

        using var document = JsonSerializer.SerializeToDocument(report, type);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Array)
            {
                output.Line($"{property.Name,-20} {property.Value}");
                continue;
            }

            output.Line(property.Name);
            foreach (var item in property.Value.EnumerateArray())
            {
                output.Line("  " + string.Join("  ", item.EnumerateObject().Select(part => part.Value.ToString())));
            }
        }
    }

    // Progress<T> reports later, from a pool thread; a verb's lines are told in their order.
    private sealed class Told(Action<(int Done, int Total)> tell) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => tell(value);
    }
}
