using System.Globalization;

namespace Assistant.Benchmarks.Engine;

/// <summary>Tokens a second for one and for several people at once.</summary>
internal static class ThroughputBenchmark
{
    // Rounds that are thrown away: the first touch of the weights and the growth of buffers.
    private const int WarmUps = 1;

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static Task<IReadOnlyList<string>> RunAsync(EngineBenchmarkOptions options) => options.ForEachModelAsync(model => RunAsync(options, model));

    private static async Task<List<string>> RunAsync(EngineBenchmarkOptions options, string model)
    {
        int[] lengths = options.Numbers("--prompts", 64, 1_500);
        int[] crowds = options.Numbers("--concurrency", 1, 2, 4, 8);
        var tokens = options.Number("--tokens", 48);
        var rounds = options.Number("--rounds", 5);
        var reuse = options.Has("--warm");
        var most = options.Number("--parallel", crowds.Max());
        var context = most * (lengths.Max() + tokens + 64);
        using PromptMaker prompts = new(model);
        await using var ours = await LocalChatEngine.LoadAsync(model, settings => ChatSettings.Set(settings, options.Threads, most), inWorker: options.Has("--worker"));
        await using var server = await LlamaServer.StartAsync(options, model, "-np", Text(most), "-kvu", "-c", Text(context), "--no-webui");
        List<string> lines =
        [
            $"### {Path.GetFileNameWithoutExtension(model)}{(reuse ? ", prompts seen before" : "")}{(options.Has("--worker") ? ", ours in its worker" : "")}",
            "",
            $"{tokens} tokens an answer, {rounds} rounds. tokens/s counts from the requests to the last token, the reading of the prompts included.",
            "",
            "| prompt | at once | ours tokens/s | llama-server | **ratio** | ratio in pairs | first words ms, ours / theirs | writing only tokens/s, ours / theirs |",
            "|---|---|---|---|---|---|---|---|",
        ];
        List<double> ratios = [];
        var (oursSeconds, theirSeconds, missing) = (0.0, 0.0, 0.0);
        var seed = 0;
        foreach (var length in lengths)
        {
            foreach (var crowd in crowds)
            {
                Contest contest = new([ours, server]);
                Contest warming = new([ours, server]);
                for (var round = -WarmUps; round < rounds; round++)
                {
                    // Prompts that were seen before are those of the warm-up; else every round has its own.
                    var first = reuse ? length * 1_000 : seed += 100;
                    List<EnginePrompt> asked = [.. Enumerable.Range(0, crowd).Select(index => prompts.Fresh(first + index, length))];
                    await (round < 0 ? warming : contest).RunAsync(round + WarmUps, asked, tokens, reuse);
                }

                var ratio = contest.Median(ours, round => round.Rate) / contest.Median(server, round => round.Rate);
                ratios.Add(ratio);
                oursSeconds += contest.Sum(ours, round => round.Seconds);
                theirSeconds += contest.Sum(server, round => round.Seconds);
                missing += (tokens * crowd * rounds) - contest.Sum(ours, round => round.Tokens);
                var line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {length:N0} | {crowd} | {contest.Median(ours, round => round.Rate):N1} | {contest.Median(server, round => round.Rate):N1} | **{ratio:N3}** | {contest.Paired(ours, server, round => round.Rate):N3} | {contest.Median(ours, round => round.FirstMs):N0} / {contest.Median(server, round => round.FirstMs):N0} | {contest.Median(ours, round => round.WritingRate):N1} / {contest.Median(server, round => round.WritingRate):N1} |");
                EngineBenchmark.Tell(line);
                lines.Add(line);
            }
        }

        lines.Add("");
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"All together: geometric mean of the ratios {Medians.Geometric(ratios):N3}; all rounds took ours {oursSeconds:N1} s and llama-server {theirSeconds:N1} s (ratio {theirSeconds / oursSeconds:N3}). Tokens that ours did not write because the model ended its answer: {missing:N0}."));
        lines.Add("");
        return lines;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
