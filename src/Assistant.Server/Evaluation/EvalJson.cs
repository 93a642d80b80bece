using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Core;
using Assistant.Server.Lines;

namespace Assistant.Server.Evaluation;

/// <summary>How evaluation reports become JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnum<RetrievalMode>), typeof(SnakeCaseEnum<AnswerEnding>)])]
[JsonSerializable(typeof(RetrievalReport))]
[JsonSerializable(typeof(AnswersReport))]
[JsonSerializable(typeof(DocumentsReport))]
[JsonSerializable(typeof(ScoredAnswer))]
internal sealed partial class EvalJson : JsonSerializerContext
{
    /// <summary>The one to use.</summary>
    public static EvalJson Shared { get; } = new(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
