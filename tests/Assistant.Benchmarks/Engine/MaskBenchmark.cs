using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assistant.Inference;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;
using Assistant.Inference.Grammars;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Benchmarks.Engine;

/// <summary>What a grammar costs for each token: asking about one token, and masking a whole vocabulary with and without a known state.</summary>
internal static class MaskBenchmark
{
    private const int Rounds = 40;

    /// <summary>Runs it: <c>masks MODEL.gguf</c>; a vocabulary without weights will do.</summary>
    public static string Run(string[] args)
    {
        LlamaRuntime runtime = new(Options.Create(new LocalModelsOptions()), NullLogger<LlamaRuntime>.Instance);
        using var model = LlamaModel.Load(runtime, GgufFile.Open(args[1]), NullLogger.Instance, CancellationToken.None, vocabularyOnly: true);
        ModelGrammars grammars = new(model.Vocabulary);
        var start = Stopwatch.GetTimestamp();
        var trie = grammars.Trie;
        StringBuilder report = new();
        report.AppendLine(CultureInfo.InvariantCulture, $"# Masks, {Path.GetFileName(args[1])}: {trie.Count} tokens, {trie.Nodes} nodes, built in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms").AppendLine();
        report.AppendLine("| schema | compile ms | shortest tokens | Allows, us | first mask at each place, ms: median, most | known mask, ms |").AppendLine("|---|---|---|---|---|---|");
        foreach (var task in StructuredTasks.List.DistinctBy(task => task.Schema))
        {
            Measure(report, grammars, model.Vocabulary, task);
        }

        return report.ToString();
    }

    private static void Measure(StringBuilder report, ModelGrammars grammars, LlamaVocabulary vocabulary, StructuredTask task)
    {
        var start = Stopwatch.GetTimestamp();
        HashSet<int> ends = [.. Enumerable.Range(0, vocabulary.Count).Where(vocabulary.Ends)];
        start = Stopwatch.GetTimestamp();
        GrammarConstraint constraint = new(grammars, Grammar.OfSchema(JsonElement.Parse(task.Json)), [], ends);
        var compile = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var logits = new float[vocabulary.Count];
        Random random = new(1);
        List<double> first = [];
        List<double> known = [];
        List<double> allows = [];
        for (var round = 0; round < Rounds && !constraint.MustEnd; round++)
        {
            first.Add(Timed(() => constraint.Mask(logits)));
            known.Add(Timed(() => constraint.Mask(logits)));
            var allowed = Enumerable.Range(0, logits.Length).Where(token => !float.IsNegativeInfinity(logits[token]) && !ends.Contains(token)).ToList();
            if (allowed.Count == 0)
            {
                break;
            }

            var chosen = allowed[random.Next(allowed.Count)];
            allows.Add(1000 * Timed(() => constraint.Allows(chosen)));
            constraint.Accept(chosen);
            Array.Clear(logits);
        }

        report.AppendLine(CultureInfo.InvariantCulture,
            $"| {task.Schema} | {compile:N1} | {constraint.ShortestTokens} | {Middle(allows):N1} | {Middle(first):N2}, {first.Max():N2} | {Middle(known):N2} |");
    }

    private static double Timed(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Middle(List<double> figures) => figures.Count == 0 ? 0 : figures.Order().ElementAt(figures.Count / 2);
}
