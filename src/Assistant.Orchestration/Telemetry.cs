using System.Diagnostics;
using System.Diagnostics.Metrics;
using Assistant.Core;

namespace Assistant.Orchestration;

/// <summary>What this room tells to traces and metrics. People's words are never part of it.</summary>
internal static class Telemetry
{
    public const string Name = "Assistant.Orchestration";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Answers = Meter.CreateCounter<long>("assistant.answers", "{answer}", "Answers by ending.");

    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("assistant.answers.dropped_sentences", "{sentence}", "Written sentences that the check took out.");

    private static readonly Histogram<long> Tokens = Meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens read and written.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "From the question to the ending.");

    public static void Ended(AnswerUpdate.Finished finished, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> model = new("gen_ai.request.model", finished.Model);
        Answers.Add(1, new("assistant.answer.ending", finished.Ending.ToString()), model);
        Duration.Record(elapsed.TotalSeconds, new("gen_ai.operation.name", "chat"), model);
        if (finished.Dropped > 0)
        {
            Dropped.Add(finished.Dropped, model);
        }

        if (finished.Tokens.Prompt > 0)
        {
            Tokens.Record(finished.Tokens.Prompt, new("gen_ai.token.type", "input"), model);
            Tokens.Record(finished.Tokens.Completion, new("gen_ai.token.type", "output"), model);
        }
    }
}
