using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Core;
using Assistant.Inference;
using Assistant.Server.Home;

namespace Assistant.Server.Lines;

/// <summary>How the command line and the writer's socket write JSON: snake_case, enums as words, one line a value.</summary>
/// <remarks>Generated at compile time: a one-shot verb would pay for reflection on every run.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = false,
    Converters = [
        typeof(SnakeCaseEnum<IngestStatus>),
        typeof(SnakeCaseEnum<RetrievalMode>),
        typeof(SnakeCaseEnum<AnswerEnding>),
        typeof(SnakeCaseEnum<DoctorState>),
        typeof(SnakeCaseEnum<ModelKind>)])]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(IngestLine))]
[JsonSerializable(typeof(IngestEnd))]
[JsonSerializable(typeof(DocumentList))]
[JsonSerializable(typeof(SearchReport))]
[JsonSerializable(typeof(AskReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(HealthLine))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelDetails))]
[JsonSerializable(typeof(PullProgressLine))]
[JsonSerializable(typeof(PullEnd))]
[JsonSerializable(typeof(RemoveReport))]
[JsonSerializable(typeof(RuntimeList))]
[JsonSerializable(typeof(RuntimeAdded))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(RenderedPrompt))]
[JsonSerializable(typeof(ReadOutput))]
[JsonSerializable(typeof(WorkRequest))]
[JsonSerializable(typeof(WorkEvent))]
[JsonSerializable(typeof(WriterAddress))]
internal sealed partial class WireJson : JsonSerializerContext
{
    private static WireJson? shared;

    /// <summary>The one to use. Letters of all scripts are written as they are; only a terminal or a script reads them, no web page.</summary>
    public static WireJson Shared => shared ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
