using System.Text.Json;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Tests.Formats;

/// <summary>Every case of the golden data against the makers' own implementation: one row for each format and reference.</summary>
public class GoldenTests(ITestOutputHelper output)
{
    private static readonly Dictionary<int, string> SentencePieceNames = new()
    {
        [1] = "<s>", [2] = "</s>", [3] = "[INST]", [4] = "[/INST]", [5] = "[TOOL_CALLS]", [6] = "[AVAILABLE_TOOLS]", [7] = "[/AVAILABLE_TOOLS]",
        [8] = "[TOOL_RESULTS]", [9] = "[/TOOL_RESULTS]", [16] = "[SYSTEM_PROMPT]", [17] = "[/SYSTEM_PROMPT]", [18] = "[TOOL_CONTENT]",
    };

    private static readonly Dictionary<int, string> TekkenNames = new()
    {
        [1] = "<s>", [2] = "</s>", [3] = "[INST]", [4] = "[/INST]", [5] = "[AVAILABLE_TOOLS]", [6] = "[/AVAILABLE_TOOLS]", [7] = "[TOOL_RESULTS]",
        [8] = "[/TOOL_RESULTS]", [9] = "[TOOL_CALLS]", [17] = "[SYSTEM_PROMPT]", [18] = "[/SYSTEM_PROMPT]", [19] = "[TOOL_CONTENT]", [32] = "[ARGS]",
        [33] = "[CALL_ID]",
    };

    private static readonly Dictionary<int, string> LlamaNames = new()
    {
        [128000] = "<|begin_of_text|>", [128006] = "<|start_header_id|>", [128007] = "<|end_header_id|>", [128009] = "<|eot_id|>",
    };

    [Theory]
    [InlineData("v1"), InlineData("v2"), InlineData("v3"), InlineData("v3-tekken"), InlineData("v7"), InlineData("v7-tekken"), InlineData("v11"), InlineData("v13")]
    public void Mistral_is_written_as_mistral_common_encodes_it(string version)
    {
        var format = ChatFormats.ByName("mistral-" + version);
        var names = version is "v1" or "v2" or "v3" or "v7" ? SentencePieceNames : TekkenNames;
        var lines = Golden.Lines("mistral.jsonl").Where(line => line.GetProperty("version").GetString() == version).ToList();
        Assert.Equal(86, lines.Count);
        Compare(format, lines, new(), line =>
            line.TryGetProperty("segments", out _) ? Golden.Show(Golden.SegmentsOf(line, names)) : null);
    }

    [Theory]
    [InlineData("json"), InlineData("no-header"), InlineData("continue")]
    public void LLaMA_3_is_written_as_llama_models_encodes_it(string variant)
    {
        // The reference has neither an open end nor a continuation: its lines always end with the header.
        Dictionary<string, string> differences = new()
        {
            ["parallel-1"] = "quirk: calls joined without separator",
            ["parallel-2"] = "quirk: calls joined without separator",
            ["id-missing-result"] = "quirk: calls joined without separator",
            ["args-nested"] = "only the reference's data type refuses nested arguments",
            ["tool-nested-1"] = "only the reference's data type refuses nested arguments",
            ["name-1"] = "only the reference's data type refuses nested arguments",
        };
        Compare(
            ChatFormats.ByName("llama3"), Golden.Lines("llama3.jsonl").Where(line => line.GetProperty("variant").GetString() == variant), differences,
            line => line.TryGetProperty("segments", out _) ? Golden.Show(Golden.SegmentsOf(line, LlamaNames)) : null,
            options => variant == "json" ? options with { AddGenerationPrompt = true, ContinueLast = false } : options);
    }

    public static TheoryData<string, string, string, string> Templates => new()
    {
        { "llama3.1", "meta-llama-Llama-3.1-8B-Instruct", "", "" },
        { "llama3.2", "meta-llama-Llama-3.2-3B-Instruct", "", "" },
        { "llama3.1", "meta-llama-Llama-3.3-70B-Instruct", "", "2024-07-26" },
        { "smollm2", "SmolLM2-135M-Instruct", "call-5=null content is an empty text here", "" },
        { "qwen2.5", "Qwen-Qwen2.5-7B-Instruct", "", "" },
        { "qwen3", "Qwen-Qwen3-0.6B", "call-5=null content is an empty text here", "" },
        { "gemma2", "google-gemma-2-2b-it", "refused: system role not supported=the system text goes into the first user turn here;sys-mid-2=a later system message is refused here;sys-mid-3=a later system message is refused here", "" },
        { "phi3", "microsoft-Phi-3.5-mini-instruct", "call-5=null content is an empty text here", "" },
        { "smollm3", "HuggingFaceTB-SmolLM3-3B", "", "" },
        { "hermes", "NousResearch-Hermes-3-Llama-3.1-8B-tool_use", "tool-plain-1=a missing description is an empty one here", "" },
    };

    [Theory, MemberData(nameof(Templates))]
    public void A_family_is_written_as_its_published_template_renders_it(string name, string template, string known, string date)
    {
        var differences = known.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        var format = ChatFormats.ByName(name, "<|begin_of_text|>");
        var lines = Golden.Lines("templates.jsonl").Where(line => line.GetProperty("template").GetString() == template).ToList();
        Assert.NotEmpty(lines);
        Compare(format, lines, differences, line => ExpectedText(line, line.TryGetProperty("text", out var text) ? text.GetString() : null), options => options with
        {
            ContinueLast = false,
            Date = date.Length > 0 ? DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture) : options.Date,
        }, ShowSpans);
        Compare(format, lines.Where(line => line.TryGetProperty("text_continue", out _)), new(), line => line.GetProperty("text_continue").GetString(), options => options with
        {
            ContinueLast = true,
            Date = date.Length > 0 ? DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture) : options.Date,
        }, Golden.TextOf);
    }

    private static string? ExpectedText(JsonElement line, string? text) => text is null ? null : Marked(
        text, line.GetProperty("spans").EnumerateArray().Select(span => (span[0].GetInt32(), span[1].GetInt32())));

    private static string ShowSpans(IReadOnlyList<ChatSegment> segments) => Marked(Golden.TextOf(segments), Golden.SpansOf(segments));

    private static string Marked(string text, IEnumerable<(int Offset, int Length)> spans) =>
        spans.Reverse().Aggregate(text, (marked, span) => marked.Insert(span.Offset + span.Length, "»").Insert(span.Offset, "«"));

    private void Compare(
        ChatFormat format, IEnumerable<JsonElement> lines, Dictionary<string, string> differences, Func<JsonElement, string?> expected,
        Func<ChatRendering, ChatRendering>? change = null, Func<IReadOnlyList<ChatSegment>, string>? show = null)
    {
        var conversations = Conversation.ReadAll();
        List<string> faults = [];
        var (cases, same) = (0, 0);
        foreach (var line in lines)
        {
            cases++;
            var conversation = conversations[line.GetProperty("case").GetString()!];
            var wanted = expected(line);
            var written = Render(format, conversation, change, show ?? Golden.Show);
            if (written == wanted)
            {
                same++;
            }
            else if (differences.TryGetValue(conversation.Id, out var reason) || (wanted is null && differences.TryGetValue(line.GetProperty("error").GetString()!, out reason)))
            {
                output.WriteLine($"{format.Name} {conversation.Id} differs: {reason}");
            }
            else
            {
                faults.Add($"{conversation.Id}\n  expected {wanted ?? "refused: " + line.GetProperty("error").GetString()}\n  written  {written ?? "refused"}");
            }
        }

        output.WriteLine($"{format.Name}: {same} of {cases} as the reference");
        Assert.True(faults.Count == 0, $"{format.Name}: {same} of {cases} agree\n" + string.Join('\n', faults));
    }

    private static string? Render(
        ChatFormat format, Conversation conversation, Func<ChatRendering, ChatRendering>? change, Func<IReadOnlyList<ChatSegment>, string> show)
    {
        try
        {
            return show(format.Render(conversation.Messages, change?.Invoke(conversation.Options) ?? conversation.Options));
        }
        catch (ChatFormatException)
        {
            return null;
        }
    }
}
