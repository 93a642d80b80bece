using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Assistant.Inference.Wire;

namespace Assistant.Inference.Serving;

/// <summary>Counts what was served, for <c>/metrics</c>. Safe from many threads.</summary>
internal sealed class ServingFigures(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Path, int Status), long> requests = new();
    private readonly long began = time.GetTimestamp();
    private long running;
    private long promptTokens;
    private long cachedTokens;
    private long writtenTokens;
    private long texts;
    private long textTokens;

    /// <summary>Requests that are being served.</summary>
    public long Running => Interlocked.Read(ref running);

    /// <summary>A request came.</summary>
    /// <returns>How many there are now.</returns>
    public long Enter() => Interlocked.Increment(ref running);

    /// <summary>A request is done.</summary>
    /// <param name="path">One of the known paths; anything else would let callers fill the memory.</param>
    /// <param name="status">The HTTP status.</param>
    public void Leave(string path, int status)
    {
        Interlocked.Decrement(ref running);
        requests.AddOrUpdate((path, status), 1, (_, count) => count + 1);
    }

    /// <summary>An answer was written.</summary>
    public void Answered(WireUsage? usage)
    {
        Interlocked.Add(ref promptTokens, usage?.PromptTokens ?? 0);
        Interlocked.Add(ref cachedTokens, usage?.PromptTokensDetails?.CachedTokens ?? 0);
        Interlocked.Add(ref writtenTokens, usage?.CompletionTokens ?? 0);
    }

    /// <summary>Texts were embedded or scored.</summary>
    public void Embedded(int count, long tokens)
    {
        Interlocked.Add(ref texts, count);
        Interlocked.Add(ref textTokens, tokens);
    }

    /// <summary>All of it in the text form of Prometheus.</summary>
    public string ToPrometheus()
    {
        StringBuilder text = new();
        Head("assistant_requests_total", "counter", "Requests by path and status.");
        foreach (var ((path, status), count) in requests.OrderBy(pair => pair.Key.Path, StringComparer.Ordinal).ThenBy(pair => pair.Key.Status))
        {
            text.Append(CultureInfo.InvariantCulture, $"assistant_requests_total{{path=\"{path}\",status=\"{status}\"}} {count}\n");
        }

        One("assistant_requests_running", "gauge", "Requests that are being served, this one included.", Running);
        One("assistant_prompt_tokens_total", "counter", "Tokens of prompts.", Interlocked.Read(ref promptTokens));
        One("assistant_cached_prompt_tokens_total", "counter", "Tokens of prompts that were not computed again.", Interlocked.Read(ref cachedTokens));
        One("assistant_completion_tokens_total", "counter", "Tokens that were written.", Interlocked.Read(ref writtenTokens));
        One("assistant_texts_total", "counter", "Texts that were embedded or scored.", Interlocked.Read(ref texts));
        One("assistant_text_tokens_total", "counter", "Tokens of texts that were embedded or scored.", Interlocked.Read(ref textTokens));
        One("process_resident_memory_bytes", "gauge", "Memory of the process.", Environment.WorkingSet);
        One("assistant_uptime_seconds", "gauge", "Since the start.", (long)time.GetElapsedTime(began).TotalSeconds);
        return text.ToString();

        void Head(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void One(string name, string type, string help, long value)
        {
            Head(name, type, help);
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }
    }
}
