using System.Globalization;

namespace Assistant.Benchmarks.Engine;

/// <summary>What it costs that the models run in a process of their own: time per token over the socket against in this process.</summary>
internal static class SocketBenchmark
{
    private const int PromptTokens = 64;

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static Task<IReadOnlyList<string>> RunAsync(EngineBenchmarkOptions options) => options.ForEachModelAsync(model => RunAsync(options, model));

    private static async Task<List<string>> RunAsync(EngineBenchmarkOptions options, string model)
    {
        var crowds = options.Numbers("--concurrency", 1, 8);
        var tokens = options.Number("--tokens", 128);
        var rounds = options.Number("--rounds", 7);
        using PromptMaker prompts = new(model);
        await using var here = await LocalChatEngine.LoadAsync(model, settings => ChatSettings.Set(settings, options.Threads, crowds.Max()));
        await using ModelWorker worker = new(model, settings => ChatSettings.Set(settings, options.Threads, crowds.Max()));
        await using LocalChatEngine there = new(worker.Chat, "over the socket");
        List<string> lines =
        [
            $"### {Path.GetFileNameWithoutExtension(model)}, prompts of {PromptTokens} tokens, {tokens} tokens an answer, {rounds} rounds",
            "",
            "| at once | in process tokens/s, writing | over the socket | ms a token, in process | over the socket | **added, medians** | added, in pairs | first words ms |",
            "|---|---|---|---|---|---|---|---|",
        ];
        var seed = 0;
        foreach (var crowd in crowds)
        {
            Contest contest = new([here, there]);
            Contest warming = new([here, there]);
            for (var round = -1; round < rounds; round++)
            {
                seed += 100;
                List<EnginePrompt> asked = [.. Enumerable.Range(0, crowd).Select(index => prompts.Fresh(seed + index, PromptTokens))];
                await (round < 0 ? warming : contest).RunAsync(round + 1, asked, tokens, reuse: false);
            }

            var (own, far) = (contest.Median(here, round => round.TokenMs), contest.Median(there, round => round.TokenMs));
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"| {crowd} | {contest.Median(here, round => round.WritingRate):N1} | {contest.Median(there, round => round.WritingRate):N1} | {own:N3} | {far:N3} | **{((far / own) - 1) * 100:+0.0;-0.0} %** | {(contest.Paired(there, here, round => round.TokenMs) - 1) * 100:+0.0;-0.0} % | {contest.Median(here, round => round.FirstMs):N0} / {contest.Median(there, round => round.FirstMs):N0} |");
            EngineBenchmark.Tell(line);
            lines.Add(line);
        }

        lines.Add("");
        return lines;
    }
}
