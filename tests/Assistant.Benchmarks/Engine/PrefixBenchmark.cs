using System.Diagnostics;
using System.Globalization;

namespace Assistant.Benchmarks.Engine;

/// <summary>Questions on sources that the engine has read before: the time to the first token, and twenty questions one after the other.</summary>
internal static class PrefixBenchmark
{
    private const int SourceTokens = 1_500;
    private const int QuestionTokens = 50;

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static Task<IReadOnlyList<string>> RunAsync(EngineBenchmarkOptions options) => options.ForEachModelAsync(model => RunAsync(options, model));

    private static async Task<List<string>> RunAsync(EngineBenchmarkOptions options, string model)
    {
        var rounds = options.Number("--rounds", 5);
        var questions = options.Number("--questions", 20);
        var tokens = options.Number("--tokens", 16);
        const int Context = 16_384;
        using PromptMaker prompts = new(model);
        await using var ours = await LocalChatEngine.LoadAsync(model, settings => ChatSettings.Set(settings, options.Threads, 8));
        await using var server = await LlamaServer.StartAsync(
            options, model, "-np", "8", "-kvu", "-c", Context.ToString(CultureInfo.InvariantCulture), "--no-webui");
        IChatEngine[] engines = [ours, server];
        var times = engines.ToDictionary(engine => engine, _ => new Times());
        foreach (var engine in engines)
        {
            await engine.AskAsync(prompts.Fresh(1, 64), 4, reuse: true);
        }

        for (var round = 0; round < rounds; round++)
        {
            List<EnginePrompt> asked = [.. Enumerable.Range(0, questions + 2).Select(number => prompts.Question(round + 1, SourceTokens, number, QuestionTokens))];
            for (var turn = 0; turn < engines.Length; turn++)
            {
                await Task.Delay(Contest.Pause);
                var engine = engines[(round + turn) % engines.Length];
                await RunAsync(engine, asked, tokens, times[engine]);
            }

            EngineBenchmark.Tell($"{Path.GetFileNameWithoutExtension(model)}, round {round + 1} of {rounds}: {string.Join("; ", engines.Select(engine => engine.Name + " " + times[engine].Last()))}");
        }

        return
        [
            $"### {Path.GetFileNameWithoutExtension(model)}",
            "",
            $"Sources of {SourceTokens:N0} tokens, questions of {QuestionTokens}, {rounds} rounds, medians.",
            "",
            $"| engine | first token, sources new, ms | first token, sources known, ms | **new / known** | tokens reused | {questions} more questions of {tokens} tokens, s |",
            "|---|---|---|---|---|---|",
            .. engines.Select(engine => times[engine].Row(engine.Name)),
            "",
            string.Create(CultureInfo.InvariantCulture, $"{questions} questions, llama-server / ours in pairs: **{Medians.Of(times[server].Follow.Zip(times[ours].Follow, (theirs, own) => theirs / own)):N3}** (more than 1: ours is faster)."),
            "",
        ];
    }

    private static async Task RunAsync(IChatEngine engine, List<EnginePrompt> asked, int tokens, Times times)
    {
        // With one token an answer's time is the time to its first token, also where that token is no whole letter.
        times.New.Add((await engine.AskAsync(asked[0], 1, reuse: true)).TotalMs);
        var known = await engine.AskAsync(asked[1], 1, reuse: true);
        times.Known.Add(known.TotalMs);
        times.Reused.Add(known.CachedTokens);
        var start = Stopwatch.GetTimestamp();
        foreach (var question in asked.Skip(2))
        {
            await engine.AskAsync(question, tokens, reuse: true);
        }

        times.Follow.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private sealed class Times
    {
        public List<double> New { get; } = [];

        public List<double> Known { get; } = [];

        public List<double> Reused { get; } = [];

        public List<double> Follow { get; } = [];

        public string Last() => string.Create(CultureInfo.InvariantCulture, $"{New[^1]:N0} ms, {Known[^1]:N0} ms, {Follow[^1]:N1} s");

        public string Row(string name) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Medians.Of(New):N0} | {Medians.Of(Known):N0} | **{Medians.Of(New.Zip(Known, (cold, known) => cold / known)):N1}** | {Medians.Of(Reused):N0} | {Medians.Of(Follow):N1} |");
    }
}
