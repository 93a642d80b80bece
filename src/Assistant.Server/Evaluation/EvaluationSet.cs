using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Server.Evaluation;

/// <summary>A folder with documents, questions and what should be found, in the form that <c>assistant eval</c> reads.</summary>
internal sealed class EvaluationSet
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new SupportConverter() },
    };

    private EvaluationSet(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The documents of <c>corpus.jsonl</c>, or null when the set has <c>files/</c>.</summary>
    public IReadOnlyList<CorpusDocument>? Corpus { get; private init; }

    /// <summary>The folder <c>files/</c>, or null when the set has <c>corpus.jsonl</c>.</summary>
    public string? Files { get; private init; }

    public static EvaluationSet Open(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new AssistantException("missing_path", $"The folder '{folder}' does not exist.");
        }

        var corpus = Path.Combine(folder, "corpus.jsonl");
        var files = Path.Combine(folder, "files");
        if (File.Exists(corpus))
        {
            return new(folder) { Corpus = ReadLines<CorpusDocument>(corpus) };
        }

        return Directory.Exists(files)
            ? new(folder) { Files = files }
            : throw new AssistantException("bad_evaluation_set", $"The folder '{folder}' has neither corpus.jsonl nor files/.");
    }

    /// <summary>The queries with the grade of each relevant document; a query without a relevant document is left out.</summary>
    public IReadOnlyList<JudgedQuery> Queries()
    {
        Dictionary<string, Dictionary<string, int>> grades = new(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(Required("qrels.tsv")))
        {
            number++;
            if (number == 1 || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var parts = line.Split('\t');
            if (parts.Length != 3 || !int.TryParse(parts[2], out var grade))
            {
                throw new AssistantException("bad_evaluation_set", $"qrels.tsv, line {number}: three fields separated by tabs are expected, the last a whole number.");
            }

            if (!grades.TryGetValue(parts[0], out var ofQuery))
            {
                grades[parts[0]] = ofQuery = new(StringComparer.Ordinal);
            }

            ofQuery[parts[1]] = grade;
        }

        return
        [
            .. ReadLines<Query>(Required("queries.jsonl"))
                .Where(query => grades.TryGetValue(query.Id, out var of) && of.Values.Any(grade => grade > 0))
                .Select(query => new JudgedQuery(query.Id, query.Text, grades[query.Id])),
        ];
    }

    public IReadOnlyList<QuestionWithAnswers> Questions() => ReadLines<QuestionWithAnswers>(Required("qa.jsonl"));

    private string Required(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? path : throw new AssistantException("bad_evaluation_set", $"The folder '{Folder}' has no {name}.");
    }

    private static List<T> ReadLines<T>(string path)
    {
        List<T> rows = [];
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                rows.Add(JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                throw new AssistantException("bad_evaluation_set", $"{Path.GetFileName(path)}, line {number} is not of the expected form: {e.Message}", innerException: e);
            }
        }

        return rows;
    }

    private sealed record Query(string Id, string Text);

    /// <summary>A support is a text, or a text with its document.</summary>
    private sealed class SupportConverter : JsonConverter<Support>
    {
        public override Support Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return new(null, reader.GetString()!);
            }

            using var document = JsonDocument.ParseValue(ref reader);
            var quote = document.RootElement.TryGetProperty("quote", out var text) ? text.GetString() : null;
            var source = document.RootElement.TryGetProperty("doc_id", out var id) ? id.GetString() : null;
            return new(source, quote ?? throw new JsonException("a support without a quote"));
        }

        public override void Write(Utf8JsonWriter writer, Support value, JsonSerializerOptions options) => throw new NotSupportedException("Evaluation sets are only read.");
    }
}

/// <summary>A document of <c>corpus.jsonl</c>.</summary>
internal sealed record CorpusDocument(string Id, string? Title, string Text);

/// <summary>A query and the grades of the documents that were judged for it; relevant are those above 0.</summary>
internal sealed record JudgedQuery(string Id, string Text, IReadOnlyDictionary<string, int> Grades);

/// <summary>A row of <c>qa.jsonl</c>.</summary>
internal sealed record QuestionWithAnswers(
    string Id,
    string Question,
    IReadOnlyList<string>? Answers = null,
    string? DocId = null,
    bool Unanswerable = false,
    IReadOnlyList<Support>? Support = null,
    bool AllAnswersRequired = false);

/// <summary>A text that carries an answer, and its document where the set names it.</summary>
internal sealed record Support(string? DocId, string Quote);
