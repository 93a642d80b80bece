using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Runtime.InteropServices;
using Assistant.Inference;
using Assistant.Inference.Chat;
using Assistant.Inference.Workers;
using Microsoft.Extensions.AI;

namespace Assistant.Server.Tests.Models;

/// <summary>What the process of the models does to its host when it dies: nothing but an error.</summary>
public sealed class WorkerTests : IDisposable
{
    private static readonly ChatMessage[] Asked = [new(ChatRole.User, "Which documents?")];
    private static readonly ChatOptions Short = new() { MaxOutputTokens = 8 };

    // Far more than is read before the end: the model would stop by itself after a blink, but a text of this shape has no shorter form.
    private static readonly ChatOptions Long = new()
    {
        MaxOutputTokens = WorkerHouse.ContextTokens / 2,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"string","minLength":7500}""")),
    };

    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Answers_and_vectors_are_those_of_a_model_in_process()
    {
        WorkerHouse.WriteTiny(folder);
        string[] texts = ["Every employee gets 27 days of paid leave.", "The canteen opens at noon.", string.Concat(Enumerable.Repeat("many words ", 400))];
        await using var outside = WorkerHouse.Open(folder);
        await using var inside = WorkerHouse.Open(folder, inWorker: false);

        var answer = await outside.Chat().GetResponseAsync(Asked, Short, Cancellation);
        var vectors = await outside.Embedder.GenerateAsync(texts, cancellationToken: Cancellation);
        var counts = await outside.Chat().CountTokensAsync(texts, Cancellation);

        var expected = await inside.Chat().GetResponseAsync(Asked, Short, Cancellation);
        var expectedVectors = await inside.Embedder.GenerateAsync(texts, cancellationToken: Cancellation);
        Assert.IsType<LocalChatClient>(inside.Chat());
        Assert.Equal((expected.Text, expected.FinishReason), (answer.Text, answer.FinishReason));
        Assert.Equal((expected.Usage!.InputTokenCount, expected.Usage.OutputTokenCount), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
        Assert.Equal(expectedVectors.Select(Bits), vectors.Select(Bits));
        Assert.Equal([false, false, true], vectors.Select(vector => vector.AdditionalProperties?.ContainsKey("truncated") == true));
        Assert.Equal(await inside.Chat().CountTokensAsync(texts, Cancellation), counts);
        var metadata = (EmbeddingGeneratorMetadata)outside.Embedder.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.Equal(("all-MiniLM-L6-v2-Q8_0", 384), (metadata.DefaultModelId, metadata.DefaultModelDimensions));
    }

    [Theory]
    [InlineData("KILL", "SIGKILL")]
    [InlineData("ABRT", "SIGABRT")]
    public async Task A_worker_that_dies_in_mid_stream_ends_that_answer_with_the_reason_and_the_next_one_works(string signal, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent.");
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder);
        var first = 0;
        Stopwatch sinceDeath = new();

        var died = await Assert.ThrowsAsync<LocalModelException>(async () =>
        {
            await foreach (var update in house.Chat().GetStreamingResponseAsync(Asked, Long, Cancellation))
            {
                if (first == 0)
                {
                    first = house.Supervisor.Status.ProcessId!.Value;
                    await SignalAsync(signal, first);
                    if (signal == "ABRT")
                    {
                        // .NET takes the first one back to the system's own handling and returns, since abort() itself raises it again.
                        await SignalAsync(signal, first);
                    }

                    sinceDeath.Start();
                }
            }
        });

        // A second is what is promised; the machine of a test may have a dozen others to serve.
        Assert.True(sinceDeath.Elapsed < TimeSpan.FromSeconds(5), $"It took {sinceDeath.Elapsed}.");
        Assert.Contains(reason, died.Message, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage("The error came {0} ms after the signal.", sinceDeath.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));

        var answer = await house.Chat().GetResponseAsync(Asked, Short, Cancellation);
        Assert.Equal(8, answer.Usage!.OutputTokenCount);
        Assert.NotEqual(first, house.Supervisor.Status.ProcessId);
        Assert.Equal(1, house.Supervisor.Status.Failures);
    }

    [Fact]
    public async Task Damaged_model_files_end_in_an_error_each()
    {
        WorkerHouse.WriteTiny(folder);
        var good = await File.ReadAllBytesAsync(folder.File("tiny.gguf"), Cancellation);
        await using var house = WorkerHouse.Open(folder);
        Random random = new(7);
        var refused = 0;

        for (var round = 0; round < 40; round++)
        {
            var bad = (byte[])good.Clone();
            for (var flip = 0; flip < 3; flip++)
            {
                bad[random.Next(4096)] = (byte)random.Next(256);
            }

            // Each under its own name: what was read of a file is kept.
            var name = $"bad{round}";
            await File.WriteAllBytesAsync(folder.File(name + ".gguf"), bad, Cancellation);
            try
            {
                await house.Chat(name).GetResponseAsync(Asked, Short, Cancellation);
            }
            catch (LocalModelException e)
            {
                refused++;
                Assert.NotEmpty(e.Message);
            }

            File.Delete(folder.File(name + ".gguf"));
        }

        // Some damage changes nothing that matters, most is found.
        Assert.InRange(refused, 1, 40);
        await RecoveredAsync(house);
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_are_refused_and_harm_nobody()
    {
        WorkerHouse.WriteTiny(folder);
        NotNumbers("nan");
        await using var house = WorkerHouse.Open(folder);
        await house.Chat().LoadAsync(Cancellation);
        var before = house.Supervisor.Status.ProcessId;

        await Assert.ThrowsAnyAsync<LocalModelException>(() => house.Chat("nan").GetResponseAsync(Asked, Short, Cancellation));

        Assert.Equal(8, (await house.Chat().GetResponseAsync(Asked, Short, Cancellation)).Usage!.OutputTokenCount);
        Assert.Equal(before, house.Supervisor.Status.ProcessId);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_told_with_both_lengths()
    {
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder);

        var tooLong = await Assert.ThrowsAsync<PromptTooLongException>(
            () => house.Chat().GetResponseAsync([new(ChatRole.User, new string('x', 20_000))], Short, Cancellation));

        Assert.Equal(WorkerHouse.ContextTokens, tooLong.ContextTokens);
        Assert.True(tooLong.PromptTokens > WorkerHouse.ContextTokens);
    }

    [Fact]
    public async Task A_worker_past_its_memory_is_ended_and_says_so()
    {
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder, worker => worker.MemoryMegabytes = 1);

        await Assert.ThrowsAnyAsync<LocalModelException>(async () =>
        {
            while (true)
            {
                await house.Chat().GetResponseAsync(Asked, Long, Cancellation);
            }
        });

        await EventuallyAsync(() => house.Supervisor.Status.LastFault?.Contains("MemoryMegabytes", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_worker_that_nobody_needs_is_ended_and_started_again_by_the_next_request()
    {
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder, worker => worker.IdleMinutes = 0.005);
        await house.Chat().GetResponseAsync(Asked, Short, Cancellation);

        await EventuallyAsync(() => house.Supervisor.Status.State == WorkerState.Resting);

        Assert.Equal(8, (await house.Chat().GetResponseAsync(Asked, Short, Cancellation)).Usage!.OutputTokenCount);
        Assert.Equal(0, house.Supervisor.Status.Failures);
    }

    [Fact]
    public async Task A_worker_that_died_once_and_works_again_rests_like_any_other()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent.");
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder, worker => worker.IdleMinutes = 0.05);
        await house.Chat().GetResponseAsync(Asked, Short, Cancellation);
        await SignalAsync("KILL", house.Supervisor.Status.ProcessId!.Value);
        await EventuallyAsync(() => house.Supervisor.Status.State == WorkerState.Failed);

        await house.Chat().GetResponseAsync(Asked, Short, Cancellation);

        await EventuallyAsync(() => house.Supervisor.Status.ProcessId is null);
        Assert.Equal((WorkerState.Resting, 1), (house.Supervisor.Status.State, house.Supervisor.Status.Failures));
    }

    [Fact]
    public async Task What_a_worker_prints_beside_its_first_word_does_not_hold_it_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Programs of Unix.");
        WorkerHouse.WriteTiny(folder);
        var printed = folder.File("printed");
        await using var house = WorkerHouse.Open(folder, worker =>
        {
            worker.Command.Clear();
            Array.ForEach((string[])["sh", "-c", $"read orders; echo '{{\"Port\":1}}'; i=0; while [ $i -lt 4000 ]; do echo 'a line that native code prints for whoever may read it'; i=$((i+1)); done; touch '{printed}'; read end"], worker.Command.Add);
        });

        house.Supervisor.Warm();

        await EventuallyAsync(() => File.Exists(printed));
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_told()
    {
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder, worker =>
        {
            worker.Command.Clear();
            worker.Command.Add(folder.File("nothing"));
        });

        var failed = await Assert.ThrowsAsync<LocalModelException>(() => house.Chat().LoadAsync(Cancellation));

        Assert.Contains("can't be started", failed.Message, StringComparison.Ordinal);
        Assert.Equal(WorkerState.Failed, house.Supervisor.Status.State);
    }

    [Theory]
    [InlineData("did not start within 1 s", "sleep", "60")]
    [InlineData("did not start", "echo", "hello")]
    [InlineData("did not start", "false")]
    public async Task A_program_that_is_no_worker_is_told(string expected, params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Programs of Unix.");
        WorkerHouse.WriteTiny(folder);
        await using var house = WorkerHouse.Open(folder, worker =>
        {
            worker.StartSeconds = 1;
            worker.Command.Clear();
            Array.ForEach(command, worker.Command.Add);
        });

        var failed = await Assert.ThrowsAsync<LocalModelException>(() => house.Chat().LoadAsync(Cancellation));

        Assert.Contains(expected, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_can_enter_the_folder_of_the_socket()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix modes.");
            return;
        }

        using var address = WorkerAddress.Create();

        var mode = File.GetUnixFileMode(Path.GetDirectoryName(address.Socket!)!);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    // After many deaths in a row the next start may have to wait for half a minute.
    private static Task RecoveredAsync(WorkerHouse house) => EventuallyAsync(async () =>
    {
        try
        {
            return (await house.Chat().GetResponseAsync(Asked, Short, Cancellation)).Usage!.OutputTokenCount == 8;
        }
        catch (LocalModelException)
        {
            return false;
        }
    });

    private static Task EventuallyAsync(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (!await condition())
        {
            await Task.Delay(100, patience.Token);
        }
    }

    // The norm before the output: every logit becomes no number.
    private void NotNumbers(string name)
    {
        WorkerHouse.WriteTiny(folder, name);
        var path = folder.File(name + ".gguf");
        var bytes = File.ReadAllBytes(path);
        MemoryMarshal.Cast<byte, float>(bytes.AsSpan(bytes.Length - (64 * 1024))).Fill(float.NaN);
        File.WriteAllBytes(path, bytes);
    }

    private static string Bits(Embedding<float> vector) => Convert.ToHexString(MemoryMarshal.AsBytes(vector.Vector.Span));

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
    }
}
