using Assistant.Core;
using Assistant.Ingestion.Reading;
using Assistant.Ingestion.Tests.Chunking;

namespace Assistant.Ingestion.Tests.Working;

/// <summary>Reads plain markup, and does what a text that begins with <c>!</c> tells it to.</summary>
internal sealed class ScriptedReader(Crashes crashes) : IDocumentTextReader
{
    private int reading;

    /// <summary>The most documents that were read at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Runs while a document is read, with its text.</summary>
    public Func<string, CancellationToken, Task> Meanwhile { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<ReadDocument> ReadAsync(Stream content, string name, ReadingOptions options, CancellationToken cancellationToken)
    {
        crashes.Point("read");
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref reading));
        try
        {
            using StreamReader reader = new(content);
            var text = await reader.ReadToEndAsync(cancellationToken);
            await Meanwhile(text, cancellationToken);
            return text switch
            {
                "!encrypted" => throw new UnreadableDocumentException("encrypted", "The document is encrypted."),
                "!bug" => throw new InvalidOperationException("secret detail of /srv/home"),
                "!slow" => throw new TimeoutException(),
                _ => PlainMarkup.Read(text, title: "Title of " + name) with { Tags = new Dictionary<string, IReadOnlyList<string>> { ["from"] = ["document"] } },
            };
        }
        finally
        {
            Interlocked.Decrement(ref reading);
        }
    }
}
