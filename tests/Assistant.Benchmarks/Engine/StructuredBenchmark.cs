using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Gguf;
using Json.Schema;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Benchmarks.Engine;

/// <summary>
/// 500 answers under 20 schemas and 200 calls of tools from a small model at temperatures from 0 to 1.5 and under tight token limits: how many
/// parse and fit, judged by JsonSchema.Net. Whether what was chosen is right is told beside; that is the model's doing.
/// </summary>
internal static class StructuredBenchmark
{
    private static readonly float[] Temperatures = [0, 0.3f, 0.7f, 1, 1.5f];
    private static readonly EvaluationOptions Strict = new() { RequireFormatValidation = true };

    /// <summary>Runs it: <c>structured MODEL.gguf [--threads N] [--parallel N] [--answers N] [--calls N]</c>.</summary>
    public static async Task<string> RunAsync(string[] args)
    {
        var path = args.Length > 1 && !args[1].StartsWith('-') ? args[1] : throw new ArgumentException("structured MODEL.gguf: which model?");
        var parallel = Number(args, "--parallel", 4);
        LocalModelsOptions options = new() { Threads = Number(args, "--threads", 1), Parallel = parallel, ContextTokens = 2048 };
        LlamaRuntime runtime = new(Options.Create(options), NullLogger<LlamaRuntime>.Instance);
        using LocalChatClient client = new(GgufFile.Open(path), runtime, Options.Create(options), TimeProvider.System, NullLogger<LocalChatClient>.Instance);
        await client.LoadAsync();
        StringBuilder report = new();
        report.AppendLine(CultureInfo.InvariantCulture, $"# Structured output and tool calls, {Path.GetFileName(path)}").AppendLine();
        await AnswersAsync(client, Number(args, "--answers", 500), parallel, report);
        await CallsAsync(client, Number(args, "--calls", 200), parallel, report);
        return report.ToString();
    }

    private static async Task AnswersAsync(IChatClient client, int count, int parallel, StringBuilder report)
    {
        var validators = StructuredTasks.List.Select(task => (task.Schema, task.Json)).Distinct().ToDictionary(schema => schema.Schema, schema => JsonSchema.FromText(schema.Json));
        var start = Stopwatch.GetTimestamp();
        var results = await ManyAsync(count, parallel, async index =>
        {
            var task = StructuredTasks.List[index % StructuredTasks.List.Count];
            var round = index / StructuredTasks.List.Count;
            ChatOptions options = new()
            {
                ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(task.Json)),
                Temperature = Temperatures[round % Temperatures.Length],
                Seed = index,
                MaxOutputTokens = 64 + (index % 5 * 24),
            };
            var response = await client.GetResponseAsync([new(ChatRole.System, "You answer in JSON only."), new(ChatRole.User, task.Question)], options);
            var (fits, json) = Judge(response.Text, validators[task.Schema]);
            return new Result(task.Schema, round == 0, fits, task.Expected.Length == 0 ? null : fits && IsRight(json, task.Expected, task.Value), response.FinishReason == ChatFinishReason.Length, response.Text, (int)response.Usage!.OutputTokenCount!);
        });
        Tell(report, "answers", results, start);
    }

    private static async Task CallsAsync(IChatClient client, int count, int parallel, StringBuilder report)
    {
        var validators = ToolTasks.Schemas.ToDictionary(schema => schema.Key, schema => JsonSchema.FromText(schema.Value));
        foreach (var isFree in new[] { false, true })
        {
            var start = Stopwatch.GetTimestamp();
            var results = await ManyAsync(isFree ? count / 5 : count, parallel, async index =>
            {
                var task = ToolTasks.List[index % ToolTasks.List.Count];
                ChatOptions options = new()
                {
                    Tools = [.. ToolTasks.Tools],
                    ToolMode = isFree ? ChatToolMode.Auto : index % 4 == 3 ? ChatToolMode.RequireSpecific(task.Tool) : ChatToolMode.RequireAny,
                    AllowMultipleToolCalls = index % 5 == 4,
                    Temperature = Temperatures[index / ToolTasks.List.Count % Temperatures.Length],
                    Seed = index,
                    MaxOutputTokens = 96,
                };
                var response = await client.GetResponseAsync([new(ChatRole.User, task.Question)], options);
                var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
                var fits = calls.TrueForAll(call => Fits(call, validators)) && !response.Messages.Any(message => message.Contents.Any(content => content is ErrorContent))
                    && (isFree || calls.Count > 0) && !response.Text.Contains("tool_call", StringComparison.Ordinal);
                var first = calls.FirstOrDefault();
                var isRight = first is not null && first.Name == task.Tool && (task.Argument.Length == 0 || first.Arguments!.GetValueOrDefault(task.Argument)?.ToString() == task.Value);
                return new Result(calls.Count == 0 ? "no call" : "call", index < ToolTasks.List.Count, fits, calls.Count == 0 && isFree ? null : isRight, response.FinishReason == ChatFinishReason.Length, response.Text, (int)response.Usage!.OutputTokenCount!);
            });
            Tell(report, isFree ? "answers with tools, free to call" : "requests that require a call", results, start);
        }
    }

    private static async Task<List<Result>> ManyAsync(int count, int parallel, Func<int, Task<Result>> run)
    {
        var results = new Result[count];
        var done = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (index, _) =>
        {
            results[index] = await run(index);
            if (Interlocked.Increment(ref done) % 25 == 0)
            {
                await Console.Error.WriteLineAsync($"{done} of {count}");
            }
        });
        return [.. results];
    }

    private static (bool Fits, JsonElement Json) Judge(string text, JsonSchema validator)
    {
        try
        {
            var json = JsonElement.Parse(text);
            return (validator.Evaluate(json, Strict).IsValid, json);
        }
        catch (JsonException)
        {
            return (false, default);
        }
    }

    private static bool Fits(FunctionCallContent call, Dictionary<string, JsonSchema> validators) =>
        validators.TryGetValue(call.Name, out var validator) && validator.Evaluate(JsonSerializer.SerializeToElement(call.Arguments), Strict).IsValid;

    private static bool IsRight(JsonElement json, string expected, string value) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(expected, out var found) && found.ToString() == value;

    private static void Tell(StringBuilder report, string what, List<Result> results, long start)
    {
        var judged = results.Where(result => result.IsRight is not null).ToList();
        var cold = judged.Where(result => result.IsCold).ToList();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"- {results.Count} {what}: {results.Count(result => result.Fits)} parse and fit; {results.Count(result => result.IsClosed)} ended at the token limit; {results.Sum(result => result.Tokens)} tokens in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
        report.AppendLine(CultureInfo.InvariantCulture,
            $"  - right choice: {judged.Count(result => result.IsRight == true)} of {judged.Count} that can be judged; at temperature 0 {cold.Count(result => result.IsRight == true)} of {cold.Count}");
        foreach (var group in results.GroupBy(result => result.Kind))
        {
            report.AppendLine(CultureInfo.InvariantCulture,
                $"  - {group.Key}: {group.Count(result => result.Fits)} of {group.Count()} fit, {group.Count(result => result.IsRight == true)} of {group.Count(result => result.IsRight is not null)} right");
        }

        foreach (var failure in results.Where(result => !result.Fits).Take(10))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"  - does not fit: {failure.Kind}: {failure.Text}");
        }

        report.AppendLine();
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private sealed record Result(string Kind, bool IsCold, bool Fits, bool? IsRight, bool IsClosed, string Text, int Tokens);
}
