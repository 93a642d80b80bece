using System.Diagnostics;
using System.Globalization;
using Assistant.Inference;
using Assistant.Inference.Embeddings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Benchmarks.Engine;

/// <summary>Passages a second and the time of a question's vector, beside llama-server and beside our own chat.</summary>
internal static class EmbeddingBenchmark
{
    private const int QueryTokens = 12;

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(EngineBenchmarkOptions options)
    {
        LocalModelsOptions settings = new() { Threads = options.Threads };
        await using LocalEmbeddingGenerator ours = new(LocalChatEngine.Runtime, Options.Create(settings), TimeProvider.System, NullLogger<LocalEmbeddingGenerator>.Instance);
        await ours.LoadAsync();
        EmbeddingTexts texts = new(ours.Path);
        return [.. await BesideServerAsync(options, ours, texts), .. await BesideChatAsync(options, ours, texts)];
    }

    private static async Task<List<string>> BesideServerAsync(EngineBenchmarkOptions options, LocalEmbeddingGenerator ours, EmbeddingTexts texts)
    {
        var rounds = options.Number("--rounds", 5);
        var count = options.Number("--passages", 64);
        var length = options.Number("--tokens", 256);
        var slots = options.Numbers("--slots", 1, 4);
        List<LlamaServer> servers = [];
        foreach (var slot in slots)
        {
            var batch = (slot * 512).ToString(CultureInfo.InvariantCulture);
            servers.Add(await LlamaServer.StartAsync(
                options, ours.Path, "--embeddings", "--pooling", "mean", "-np", slot.ToString(CultureInfo.InvariantCulture), "-c", batch, "-b", batch, "-ub", batch, "--no-webui"));
        }

        List<(string Name, Func<IReadOnlyList<string>, Task<(double Milliseconds, int Tokens)>> Embed)> sides =
            [("ours", passages => EmbedAsync(ours, passages)), .. servers.Select((server, index) => ($"llama-server, {slots[index]} at a time", (Func<IReadOnlyList<string>, Task<(double, int)>>)server.EmbedAsync))];
        var rates = sides.ToDictionary(side => side.Name, _ => new List<double>());
        var queries = sides.ToDictionary(side => side.Name, _ => new List<double>());
        var tokens = sides.ToDictionary(side => side.Name, _ => 0);
        for (var round = -1; round < rounds; round++)
        {
            var passages = texts.Make(round + 100, count, length);
            for (var turn = 0; turn < sides.Count; turn++)
            {
                var (name, embed) = sides[(round + 1 + turn) % sides.Count];
                var (milliseconds, read) = await embed(passages);
                List<double> asked = [];
                foreach (var query in texts.Make(round + 200, 20, QueryTokens))
                {
                    asked.Add((await embed([query])).Milliseconds);
                }

                if (round >= 0)
                {
                    tokens[name] = read / count;
                    rates[name].Add(count / milliseconds * 1_000);
                    queries[name].AddRange(asked);
                }
            }

            EngineBenchmark.Tell($"embeddings, round {round + 1} of {rounds}");
        }

        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        var best = sides.Skip(1).MaxBy(side => Medians.Of(rates[side.Name])).Name;
        return
        [
            $"### {ours.Model}, {count} passages of {length} tokens in one call, {rounds} rounds",
            "",
            "| engine | passages/s, median | tokens read of each | question ms, p50 | p95 |",
            "|---|---|---|---|---|",
            .. sides.Select(side => string.Create(CultureInfo.InvariantCulture, $"| {side.Name} | {Medians.Of(rates[side.Name]):N1} | {tokens[side.Name]} | {Medians.Of(queries[side.Name]):N2} | {Medians.At(queries[side.Name], 0.95):N2} |")),
            "",
            string.Create(CultureInfo.InvariantCulture, $"Ratio to the best of llama-server: **{Medians.Of(rates["ours"]) / Medians.Of(rates[best]):N3}** passages/s ({Medians.Of(rates["ours"].Zip(rates[best], (own, theirs) => own / theirs)):N3} in pairs)."),
            "",
        ];
    }

    private static async Task<List<string>> BesideChatAsync(EngineBenchmarkOptions options, LocalEmbeddingGenerator ours, EmbeddingTexts texts)
    {
        var model = options.Models()[0];
        var rounds = options.Number("--rounds", 5);
        var people = options.Number("--people", 2);
        var tokens = options.Number("--chat-tokens", 96);
        using PromptMaker prompts = new(model);
        await using var chat = await LocalChatEngine.LoadAsync(model, settings => ChatSettings.Set(settings, options.Threads, 8));
        List<double> alone = [], beside = [], passageRates = [], quiet = [], busy = [];
        for (var round = -1; round < rounds; round++)
        {
            List<EnginePrompt> asked = [.. Enumerable.Range(0, people).Select(index => prompts.Fresh(((round + 2) * 100) + index, 64))];
            List<EnginePrompt> more = [.. Enumerable.Range(0, people).Select(index => prompts.Fresh(((round + 2) * 100) + 50 + index, 64))];
            var rate = await ChatAsync(chat, asked, tokens);
            using CancellationTokenSource ending = new();
            var passages = PassagesAsync(ours, texts, ending.Token);
            var questions = QuestionsAsync(ours, texts, ending.Token);
            var rateBeside = await ChatAsync(chat, more, tokens);
            await ending.CancelAsync();
            var (passageRate, times) = (await passages, await questions);
            if (round >= 0)
            {
                alone.Add(rate);
                beside.Add(rateBeside);
                passageRates.Add(passageRate);
                busy.AddRange(times);
                quiet.AddRange(await Questions(ours, texts));
            }
        }

        return
        [
            $"### {ours.Model} beside {people} answers of {tokens} tokens of {Path.GetFileNameWithoutExtension(model)}",
            "",
            "| what | alone | beside each other |",
            "|---|---|---|",
            string.Create(CultureInfo.InvariantCulture, $"| chat, tokens/s | {Medians.Of(alone):N1} | {Medians.Of(beside):N1} |"),
            string.Create(CultureInfo.InvariantCulture, $"| passages/s, batches of 64 | | {Medians.Of(passageRates):N1} |"),
            string.Create(CultureInfo.InvariantCulture, $"| a question's vector, ms p50 | {Medians.Of(quiet):N1} | {Medians.Of(busy):N1} |"),
            string.Create(CultureInfo.InvariantCulture, $"| a question's vector, ms p95 | {Medians.At(quiet, 0.95):N1} | {Medians.At(busy, 0.95):N1} |"),
            "",
        ];
    }

    private static async Task<double> ChatAsync(LocalChatEngine chat, List<EnginePrompt> asked, int tokens)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(asked.Select(prompt => Task.Run(() => chat.AskAsync(prompt, tokens, reuse: false))));
        return answers.Sum(answer => answer.Tokens) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> PassagesAsync(LocalEmbeddingGenerator ours, EmbeddingTexts texts, CancellationToken cancellationToken)
    {
        // Long enough to count as a background job, short enough to end soon.
        const int Batch = 64;
        var start = Stopwatch.GetTimestamp();
        var done = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await EmbedAsync(ours, texts.Make(done, Batch, 256));
            done += Batch;
        }

        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<List<double>> QuestionsAsync(LocalEmbeddingGenerator ours, EmbeddingTexts texts, CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var seed = 0; !cancellationToken.IsCancellationRequested; seed++)
        {
            times.Add((await EmbedAsync(ours, texts.Make(seed, 1, QueryTokens))).Milliseconds);
            await Task.Delay(100, CancellationToken.None);
        }

        return times;
    }

    private static async Task<List<double>> Questions(LocalEmbeddingGenerator ours, EmbeddingTexts texts)
    {
        List<double> times = [];
        foreach (var text in texts.Make(7, 20, QueryTokens))
        {
            times.Add((await EmbedAsync(ours, [text])).Milliseconds);
        }

        return times;
    }

    private static async Task<(double Milliseconds, int Tokens)> EmbedAsync(LocalEmbeddingGenerator ours, IReadOnlyList<string> texts)
    {
        var start = Stopwatch.GetTimestamp();
        var vectors = await ours.GenerateAsync(texts);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, (int)(vectors.Usage?.InputTokenCount ?? 0));
    }
}
