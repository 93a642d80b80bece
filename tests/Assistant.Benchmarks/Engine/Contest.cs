using System.Diagnostics;

namespace Assistant.Benchmarks.Engine;

/// <summary>Lets engines answer the same prompts in turns. Who is first changes from round to round.</summary>
internal sealed class Contest(IReadOnlyList<IChatEngine> engines)
{
    /// <summary>
    /// The time between two turns. llama-server keeps a core busy for a while after its last token (measured: whoever followed at once had
    /// steps of twice the usual time), and a runtime tidies up.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<IChatEngine, List<ContestRound>> rounds = engines.ToDictionary(engine => engine, _ => new List<ContestRound>());

    /// <summary>One round: each engine takes all prompts at once.</summary>
    public async Task RunAsync(int round, IReadOnlyList<EnginePrompt> prompts, int tokens, bool reuse)
    {
        for (var turn = 0; turn < engines.Count; turn++)
        {
            await Task.Delay(Pause);
            var engine = engines[(round + turn) % engines.Count];
            rounds[engine].Add(await RoundAsync(engine, prompts, tokens, reuse));
        }
    }

    /// <summary>The middle of a figure over the rounds of an engine.</summary>
    public double Median(IChatEngine engine, Func<ContestRound, double> figure) => Medians.Of(rounds[engine].Select(figure));

    /// <summary>The middle of how much larger the figure of one engine is than another's in the same round.</summary>
    public double Paired(IChatEngine one, IChatEngine other, Func<ContestRound, double> figure) =>
        Medians.Of(rounds[one].Zip(rounds[other], (ours, theirs) => figure(ours) / figure(theirs)));

    /// <summary>The sum of a figure over the rounds of an engine.</summary>
    public double Sum(IChatEngine engine, Func<ContestRound, double> figure) => rounds[engine].Sum(figure);

    private static async Task<ContestRound> RoundAsync(IChatEngine engine, IReadOnlyList<EnginePrompt> prompts, int tokens, bool reuse)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(prompts.Select(prompt => Task.Run(() => engine.AskAsync(prompt, tokens, reuse))));
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, answers);
    }
}
