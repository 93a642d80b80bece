using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Workers;

/// <summary>One life of the worker: a process that listens, from its first word to its end.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process process;
    private readonly WorkerAddress address;
    private readonly string key;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly long born;
    private readonly int id;
    private string? killedBecause;
    private int? exitCode;

    private WorkerProcess(Process process, WorkerAddress address, string key, ILogger logger, TimeProvider time)
    {
        this.process = process;
        this.time = time;
        born = time.GetTimestamp();
        id = process.Id;
        this.address = address;
        this.key = key;
        this.logger = logger;
        Exited = EndAsync();
        Requests = new(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellationToken) => address.ConnectAsync(cancellationToken),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Sends requests to it; relative paths begin at <see cref="Root"/>.</summary>
    public HttpMessageInvoker Requests { get; }

    /// <summary>The address that requests name; the connection goes to the socket.</summary>
    public static Uri Root { get; } = new("http://worker/");

    /// <summary>Its number.</summary>
    public int Id => id;

    /// <summary>How long it has lived.</summary>
    public TimeSpan Lived => time.GetElapsedTime(born);

    /// <summary>Done when it is dead.</summary>
    public Task Exited { get; }

    /// <summary>The memory that it takes and the system can't take back; 0 when it is dead.</summary>
    public long MemoryBytes
    {
        get
        {
            try
            {
                process.Refresh();
                return process.HasExited ? 0 : ProcessMemory.Of(process);
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    /// <summary>Why it died, as a sentence.</summary>
    public string Fault => Volatile.Read(ref killedBecause) ?? (exitCode is { } code ? WorkerEnds.Words(code) : "The model worker does not answer.");

    /// <summary>Starts one and waits until it listens.</summary>
    /// <exception cref="LocalModelException">It can't be started, dies at once, or takes too long.</exception>
    public static async Task<WorkerProcess> StartAsync(
        WorkerOptions options, LocalModelsOptions models, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        WorkerAddress? address = null;
        WorkerProcess? started = null;
        try
        {
            address = WorkerAddress.Create();
            var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
            started = new(Launch(options.Command), address, secret, logger, time);
            _ = started.ForwardAsync(started.process.StandardError);
            WorkerOrders orders = new() { Key = secret, Socket = address.Socket, AvailableBytes = WorkerMemory.AvailableBytes(options), Models = models };
            await started.process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(orders, WorkerJson.Default.WorkerOrders).AsMemory(), cancellationToken);
            await started.process.StandardInput.FlushAsync(cancellationToken);
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(options.StartSeconds), time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);

            // A read of a pipe can't be cancelled everywhere; a wait for it can.
            var line = await started.process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(linked.Token);
            if (line is null)
            {
                await started.Exited.WaitAsync(linked.Token);
                throw new LocalModelException($"The model worker did not start. {started.Fault}");
            }

            address.Take(JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerReady)!);

            // Native code may print there too, and would wait for ever once the pipe is full.
            _ = started.ForwardAsync(started.process.StandardOutput);
            return started;
        }
        catch (Exception e)
        {
            var explained = await ExplainStartAsync(e, started, options, cancellationToken);
            started?.Kill("It was given up.");
            started?.Dispose();
            if (started is null)
            {
                address?.Dispose();
            }

            throw explained;
        }
    }

    /// <summary>A request to it.</summary>
    public HttpRequestMessage Post(string path, ReadOnlyMemory<byte> json) => new(HttpMethod.Post, new Uri(Root, path))
    {
        Headers = { Authorization = new("Bearer", key) },
        Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    /// <summary>Ends it at once: it has nothing to lose.</summary>
    /// <param name="because">Why, as a sentence, for those whose requests it takes along; the first reason stays.</param>
    public void Kill(string because)
    {
        Interlocked.CompareExchange(ref killedBecause, because, null);
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is dead already.
        }
    }

    /// <summary>Gives back what belongs to it; the process must be dead, or dies by the end of its standard input.</summary>
    public void Dispose()
    {
        Requests.Dispose();
        address.Dispose();

        // A process leaves the streams that were asked for to whoever asked.
        Close(process.StandardInput);
        Close(process.StandardOutput);
        Close(process.StandardError);
        process.Dispose();
    }

    private static void Close(IDisposable stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // What was still to be written has nobody to read it.
        }
    }

    private static async Task<LocalModelException> ExplainStartAsync(Exception failure, WorkerProcess? started, WorkerOptions options, CancellationToken cancellationToken)
    {
        if (failure is LocalModelException known)
        {
            return known;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return new("The program is being ended.", failure);
        }

        if (failure is OperationCanceledException)
        {
            var seconds = options.StartSeconds.ToString(CultureInfo.InvariantCulture);
            return new($"The model worker did not start within {seconds} s ({WorkerOptions.Section}:{nameof(WorkerOptions.StartSeconds)}).", failure);
        }

        // Its pipes break a moment before its end is known.
        if (started is not null)
        {
            await Task.WhenAny(started.Exited, Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None));
        }

        return new(
            started is { Exited.IsCompleted: true } ? $"The model worker did not start: it is no worker, or broke at once. {started.Fault}" : $"The model worker can't be started: {failure.Message}",
            failure);
    }

    private static Process Launch(IList<string> command)
    {
        ProcessStartInfo start = new(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // Else an abort in native code starts a debugger where one is installed.
        start.Environment["GGML_NO_BACKTRACE"] = "1";
        HugePages.Ask(start.Environment);
        return Process.Start(start) ?? throw new InvalidOperationException("No process came of it.");
    }

    private async Task EndAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        exitCode = process.ExitCode;
    }

    private async Task ForwardAsync(StreamReader lines)
    {
        try
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                var (level, text) = WorkerLines.Parse(line);
                logger.WorkerLine(level, text);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone.
        }
    }
}
