using System.Globalization;
using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Runtimes;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models bench</c>: how fast a chat model reads and writes here.</summary>
internal sealed class BenchVerb(ModelShelf shelf, LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, VerbOutput output)
{
    /// <summary>Measures.</summary>
    public async Task<int> RunAsync(string? name, int rounds, int promptTokens, int outputTokens, CancellationToken cancellationToken)
    {
        var model = Find(name);
        var client = shelf.Client(model);
        if (promptTokens + outputTokens >= client.ContextTokens)
        {
            throw new AssistantException(
                "misuse", $"{promptTokens} and {outputTokens} tokens do not fit into the context of {client.ContextTokens}.", "Ask for fewer, or raise Assistant:Models:ContextTokens.");
        }

        var start = time.GetTimestamp();
        await client.LoadAsync(cancellationToken);
        var loaded = time.GetElapsedTime(start);
        var lines = Lines(client, promptTokens);
        await OnceAsync(client, lines, 0, outputTokens, cancellationToken);
        List<BenchRound> measured = [];
        for (var round = 1; round <= rounds; round++)
        {
            measured.Add(await OnceAsync(client, lines, round, outputTokens, cancellationToken));
            output.Note($"round {round} of {rounds}: {Rate(measured[^1].PromptTokensPerSecond)} read, {Rate(measured[^1].GenerationTokensPerSecond)} written");
        }

        Print(new(
            model.Name,
            model.Traits?.Memory.WeightBytes ?? model.Bytes,
            model.Traits?.Quantisation,
            RuntimeShelf.NameOf(runtime.Backend),
            options.Value.Threads,
            client.ContextTokens,
            Milliseconds.Of(loaded),
            Median(measured.Select(round => (double?)round.PromptTokensPerSecond))!.Value,
            Median(measured.Select(round => round.GenerationTokensPerSecond)),
            Median(measured.Select(round => (double?)round.FirstTokenMs))!.Value,
            measured));
        return ExitCodes.Done;
    }

    private ShelvedModel Find(string? name)
    {
        var model = name is null ? shelf.Answering : ModelWords.Find(shelf, name);
        if (model is null)
        {
            throw name is null ? new AssistantException("unknown_model", "No chat model is here.", "'assistant models list' shows what can be pulled.") : ModelWords.Unknown(shelf, name);
        }

        return runtime.WhyNot is { } missing ? throw new AssistantException("model_failed", missing, runtime.HowToMend) : model;
    }

    // A series that goes on, so that small models go on writing it.
    private static string Lines(LocalChatClient client, int tokens)
    {
        const int Step = 8;
        var count = 0;
        string text;
        do
        {
            count += Step;
            text = string.Join('\n', Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"item {number} of the list")));
        }
        while (client.CountTokens(text) < tokens);
        return text;
    }

    private async Task<BenchRound> OnceAsync(LocalChatClient client, string lines, int round, int outputTokens, CancellationToken cancellationToken)
    {
        // Each round begins differently, or it would measure the cache.
        var prompt = string.Create(CultureInfo.InvariantCulture, $"{round} {Guid.NewGuid():N}: go on with this list.\n{lines}");
        var start = time.GetTimestamp();
        TimeSpan? first = null;
        UsageDetails? usage = null;
        await foreach (var update in client.GetStreamingResponseAsync(prompt, new() { MaxOutputTokens = outputTokens }, cancellationToken))
        {
            if (update.Text.Length > 0)
            {
                first ??= time.GetElapsedTime(start);
            }

            usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details ?? usage;
        }

        var elapsed = time.GetElapsedTime(start);
        return new(
            (int)(usage?.InputTokenCount ?? 0), (int)(usage?.CachedInputTokenCount ?? 0), (int)(usage?.OutputTokenCount ?? 0), Milliseconds.Of(first ?? elapsed), Milliseconds.Of(elapsed));
    }

    private void Print(BenchReport report)
    {
        if (output.Json)
        {
            output.WriteJson(report, WireJson.Shared.BenchReport);
            return;
        }

        output.Line($"{report.Model} ({report.Quantisation}, {Sizes.Of(report.Bytes)}), backend {report.Backend}, {(report.Threads == 0 ? "default threads" : $"{report.Threads} threads")}");
        output.Line($"  loads in  {report.LoadMs:N0} ms");
        output.Line($"  reads     {Rate(report.PromptTokensPerSecond)} ({report.Rounds[0].PromptTokens} tokens, first words after {report.FirstTokenMs:N0} ms)");
        output.Line($"  writes    {Rate(report.GenerationTokensPerSecond)} ({report.Rounds[0].OutputTokens} tokens)");
        output.Line($"  median of {report.Rounds.Count} rounds");
    }

    private static string Rate(double? rate) => rate is { } known ? $"{known:N1} tokens/s" : "nothing";

    private static double? Median(IEnumerable<double?> values)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
