using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Assistant.Inference;

namespace Assistant.Benchmarks.Engine;

/// <summary>Many requests of all kinds at once, some broken off, the worker killed now and then: nothing may be lost, crossed or left behind.</summary>
internal static class SoakBenchmark
{
    private const int AtOnce = 8;

    // One request in ten is broken off; the worker, where there is one, is killed in the middle of each hundred: it has worked when it is measured.
    private const int CancelledShare = 10;
    private const int KilledShare = 100;

    // Small, so that it is full before the first measurement: what grows after that is a leak.
    private const int SavedMegabytes = 64;

    // No request takes longer than this, also right after a kill and beside a busy neighbour.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(EngineBenchmarkOptions options)
    {
        if (options.Has("--in-process"))
        {
            await using LocalSoakTarget local = new(options, Set);
            return await RunAsync(local, options);
        }

        await using WorkerSoakTarget target = new(new ModelWorker(options.Models()[0], Set, new HurriedTime()));
        return await RunAsync(target, options);

        void Set(LocalModelsOptions settings)
        {
            ChatSettings.Set(settings, options.Threads, AtOnce);
            settings.SavedMegabytes = SavedMegabytes;
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(ISoakTarget target, EngineBenchmarkOptions options)
    {
        var requests = options.Number("--requests", 2_000);
        using PromptMaker prompts = new(options.Models()[0]);
        var (plan, leftOut) = await SoakPlan.MakeAsync(target, options, prompts, new(ModelPaths.ShippedEmbedder));
        SoakResults results = new();
        List<string> figures = ["| after requests | process | memory of its own, MB | threads | open handles |", "|---|---|---|---|---|"];
        var start = Stopwatch.GetTimestamp();
        var kills = 0;
        Dictionary<string, double> warm = [], last = [];

        // In ten parts with everything at rest in between, so that what is measured then is what stays.
        for (var part = 0; part < 10; part++)
        {
            kills += await PartAsync(target, plan, results, part * requests / 10, (part + 1) * requests / 10);
            last = await AtRestAsync(target, figures, (part + 1) * requests / 10);
            warm = part == 0 ? last : warm;
            EngineBenchmark.Tell(results.Summary);
        }

        return
        [
            $"### {requests:N0} requests, {AtOnce} at once, {Path.GetFileNameWithoutExtension(options.Models()[0])}, {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s",
            "",
            $"{plan.Count} different requests, each of which came right alone. The worker was killed {kills} times. Left out: {(leftOut.Count == 0 ? "none" : string.Join("; ", leftOut))}.",
            "",
            .. results.Lines(),
            "",
            .. figures,
            "",
            "Memory at the end against after warm-up (the first tenth): "
            + string.Join(", ", last.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {((one.Value / warm[one.Key]) - 1) * 100:+0.0;-0.0} %"))) + ".",
            "",
        ];
    }

    private static async Task<int> PartAsync(ISoakTarget target, IReadOnlyList<SoakRequest> plan, SoakResults results, int from, int to)
    {
        var queue = Channel.CreateUnbounded<int>();
        for (var number = from; number < to; number++)
        {
            queue.Writer.TryWrite(number);
        }

        queue.Writer.Complete();
        var kills = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(WorkAsync)));
        return kills;

        async Task WorkAsync()
        {
            await foreach (var number in queue.Reader.ReadAllAsync())
            {
                if (number % KilledShare == KilledShare / 2 && target.Kill())
                {
                    Interlocked.Increment(ref kills);
                }

                await OneAsync(target, plan, results, number);
            }
        }
    }

    private static async Task OneAsync(ISoakTarget target, IReadOnlyList<SoakRequest> plan, SoakResults results, int number)
    {
        Random random = new(number);
        var request = plan[random.Next(plan.Count)];
        using CancellationTokenSource ending = new(Patience);
        if (number % CancelledShare == 0)
        {
            await CancelledAsync(target, request, results, random.Next(5, 400), ending);
            return;
        }

        while (true)
        {
            try
            {
                Tell(results, request, await request.RunAsync(target, ending.Token));
                return;
            }
#pragma warning disable CA1031 // Every failure is a finding here.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (ending.IsCancellationRequested || !target.MayFail(e))
                {
                    results.Fault($"{request.Kind} {number}: {e.GetType().Name}: {e.Message}");
                    return;
                }

                results.Broken();
                await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
            }
        }
    }

    private static async Task CancelledAsync(ISoakTarget target, SoakRequest request, SoakResults results, int afterMs, CancellationTokenSource ending)
    {
        long cancelled = 0;
        await using var watching = ending.Token.Register(() => cancelled = Stopwatch.GetTimestamp());
        ending.CancelAfter(afterMs);
        try
        {
            var wrong = await request.RunAsync(target, ending.Token);
            results.EndedBefore();
            Tell(results, request, wrong);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The request may end before this is told of its being broken off.
            results.Cancelled(cancelled == 0 ? 0 : Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds);
        }
#pragma warning disable CA1031 // Every failure is a finding here.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (target.MayFail(e))
            {
                results.Cancelled(0);
                results.Broken();
            }
            else
            {
                results.Fault($"{request.Kind}, broken off: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    private static void Tell(SoakResults results, SoakRequest request, string? wrong)
    {
        if (wrong is null)
        {
            results.Right(request.Kind);
        }
        else
        {
            results.Fault($"{request.Kind}: {wrong}");
        }
    }

    // Memory of each process in MB, when nothing runs.
    private static async Task<Dictionary<string, double>> AtRestAsync(ISoakTarget target, List<string> figures, int done)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Dictionary<string, int> processes = new() { ["host"] = Environment.ProcessId };
        if (target.Process != Environment.ProcessId)
        {
            processes["worker"] = target.Process;
        }

        Dictionary<string, double> memory = [];
        foreach (var (name, id) in processes)
        {
            memory[name] = Machine.Megabytes(id);
            var managed = id == Environment.ProcessId ? string.Create(CultureInfo.InvariantCulture, $" ({GC.GetTotalMemory(forceFullCollection: true) / 1e6:N1} in objects)") : "";
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"| {done:N0} | {name} | {memory[name]:N1}{managed} | {Machine.Threads(id)} | {Machine.Handles(id)} |"));
            EngineBenchmark.Tell(figures[^1]);
        }

        return memory;
    }
}
