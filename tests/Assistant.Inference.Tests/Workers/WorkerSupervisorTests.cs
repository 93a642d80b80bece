using Assistant.Inference.Tests.Fixtures;
using Assistant.Inference.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Workers;

/// <summary>With a program that says it listens and then waits for its end.</summary>
public sealed class WorkerSupervisorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_that_fails_in_an_unforeseen_way_is_told_and_the_next_request_tries_again()
    {
        const int Started = 142;
        var starts = 0;
        await using var supervisor = Supervisor(new HookedLogger<WorkerSupervisor>(id =>
        {
            if (id == Started && ++starts == 1)
            {
                throw new IOException("The disk of the log is full.");
            }
        }));

        var failed = await Assert.ThrowsAsync<LocalModelException>(() => supervisor.EnterAsync(Cancellation));
        Assert.Contains("can't be started", failed.Message, StringComparison.Ordinal);
        Assert.Equal(WorkerState.Failed, supervisor.Status.State);

        var process = await supervisor.EnterAsync(Cancellation);
        Assert.False(process.Exited.IsCompleted);
        Assert.Equal(WorkerState.Running, supervisor.Status.State);
        supervisor.Leave();
    }

    [Fact]
    public async Task A_look_at_the_models_that_fails_does_not_leave_the_worker_unwatched()
    {
        const int LookFailed = 147;
        var failedLooks = 0;
        await using var supervisor = Supervisor(
            new HookedLogger<WorkerSupervisor>(id => failedLooks += id == LookFailed ? 1 : 0),
            worker => worker.IdleMinutes = 0.03,
            models => models.Chat = "no\0path");
        await supervisor.EnterAsync(Cancellation);
        supervisor.Leave();

        while (supervisor.Status.State != WorkerState.Resting)
        {
            await Task.Delay(100, Cancellation);
        }

        Assert.InRange(failedLooks, 1, 100);
    }

    private static WorkerSupervisor Supervisor(HookedLogger<WorkerSupervisor> logger, Action<WorkerOptions>? configure = null, Action<LocalModelsOptions>? choose = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A program of Unix.");
        WorkerOptions options = new();
        foreach (var word in (string[])["sh", "-c", """read orders; echo '{"Port":1}'; read end"""])
        {
            options.Command.Add(word);
        }

        configure?.Invoke(options);
        LocalModelsOptions models = new();
        choose?.Invoke(models);
        ModelShelf shelf = new(Local.Runtime(), Options.Create(models), TimeProvider.System, NullLoggerFactory.Instance);
        return new(Options.Create(options), Options.Create(models), shelf, TimeProvider.System, logger);
    }
}
