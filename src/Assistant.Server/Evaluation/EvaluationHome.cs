using System.Globalization;
using System.Net;
using System.Text;
using Assistant.Core;

namespace Assistant.Server.Evaluation;

/// <summary>The documents of an evaluation set, taken in by the real pipeline.</summary>
/// <remarks>
/// Documents of <c>corpus.jsonl</c> become HTML files, the one format that carries a title and any text unchanged; their numbers
/// stand for the set's ids, which need not be file names.
/// </remarks>
internal sealed class EvaluationHome
{
    private readonly IReadOnlyList<CorpusDocument>? _corpus;

    private EvaluationHome(IReadOnlyList<CorpusDocument>? corpus) => _corpus = corpus;

    public int Documents { get; private set; }

    public int Passages { get; private set; }

    /// <summary>What could not be taken in, with the reason.</summary>
    public List<IngestOutcome> Failed { get; } = [];

    /// <summary>Takes the set's documents in.</summary>
    /// <param name="set">The set.</param>
    /// <param name="ingestion">The pipeline of an empty home.</param>
    /// <param name="scratch">A folder for files that are made on the way; the caller removes it.</param>
    /// <param name="cancellationToken">Ends the ingestion.</param>
    public static async Task<EvaluationHome> FillAsync(EvaluationSet set, IIngestion ingestion, string scratch, CancellationToken cancellationToken)
    {
        EvaluationHome home = new(set.Corpus);
        var folder = set.Files;
        if (set.Corpus is not null)
        {
            folder = Path.Combine(scratch, "corpus");
            Directory.CreateDirectory(folder);
            for (var number = 0; number < set.Corpus.Count; number++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, NameOf(number)), HtmlOf(set.Corpus[number]), cancellationToken);
            }
        }

        await foreach (var outcome in ingestion.IngestPathsAsync(new([Path.GetFullPath(folder!)], "evaluation"), cancellationToken))
        {
            if (outcome.Status == IngestStatus.Failed)
            {
                home.Failed.Add(outcome);
            }
            else
            {
                home.Documents++;
                home.Passages += outcome.Passages;
            }
        }

        return home;
    }

    /// <summary>The id that the set knows a document by.</summary>
    public string SetIdOf(string documentName) =>
        _corpus is not null && int.TryParse(Path.GetFileNameWithoutExtension(documentName), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _corpus.Count
            ? _corpus[number].Id
            : documentName;

    private static string NameOf(int number) => number.ToString("D7", CultureInfo.InvariantCulture) + ".html";

    private static string HtmlOf(CorpusDocument document)
    {
        StringBuilder html = new("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>");
        html.Append(WebUtility.HtmlEncode(document.Title ?? "")).Append("</title></head><body>");
        foreach (var paragraph in document.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(paragraph)).Append("</p>");
        }

        return html.Append("</body></html>").ToString();
    }
}
