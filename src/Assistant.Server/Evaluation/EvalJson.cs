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
    private static EvalJson? shared;

    /// <summary>The one to use. Made on first use: static fields of the generated half may be set later than those of this one.</summary>
    public static EvalJson Shared => shared ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
