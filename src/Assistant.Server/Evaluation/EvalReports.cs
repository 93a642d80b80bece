namespace Assistant.Server.Evaluation;

/// <summary>The result of <c>eval retrieval</c>.</summary>
internal sealed record RetrievalReport(
    int Queries,
    int Documents,
    int Passages,
    Core.RetrievalMode Mode,
    string? Embedder,
    [property: System.Text.Json.Serialization.JsonPropertyName("ndcg@10")] double Ndcg10,
    double Top1,
    [property: System.Text.Json.Serialization.JsonPropertyName("hit@10")] double Hit10,
    [property: System.Text.Json.Serialization.JsonPropertyName("recall@10")] double Recall10,
    [property: System.Text.Json.Serialization.JsonPropertyName("recall@100")] double Recall100,
    [property: System.Text.Json.Serialization.JsonPropertyName("mrr@10")] double Mrr10,
    Latency LatencyMs);

/// <summary>The result of <c>eval answers</c>.</summary>
internal sealed record AnswersReport(
    int Answerable,
    int Unanswerable,
    double AnswerContains,
    [property: System.Text.Json.Serialization.JsonPropertyName("token_f1")] double TokenF1,
    double CitationPrecision,
    double CitationRecall,
    double RefusalRate,
    double FalseRefusalRate,
    int Dropped,
    Latency LatencyMs);

/// <summary>The result of <c>eval documents</c>.</summary>
internal sealed record DocumentsReport(int Files, int AsExpected, IReadOnlyList<UnexpectedDocument> Unexpected);

/// <summary>A document that was not read as its manifest expects.</summary>
internal sealed record UnexpectedDocument(string File, string Expected, string Got);

/// <summary>Milliseconds.</summary>
internal sealed record Latency(double P50, double P95);
