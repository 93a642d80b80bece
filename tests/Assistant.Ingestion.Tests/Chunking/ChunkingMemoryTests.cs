using System.Diagnostics;
using Assistant.Ingestion.Chunking;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Tests.Chunking;

/// <summary>Runs when no other test does: it counts the memory of the whole process.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
[Collection("Alone")]
public class ChunkingMemoryTests
{
    private static readonly WordCounter Counter = new();

    [Fact]
    public void A_text_of_many_megabytes_streams_through_in_bounded_memory()
    {
        // One paragraph of 20 MB: the worst case, since nothing but sentences divides it.
        var text = string.Concat(Enumerable.Repeat("This sentence is about nothing in particular, and there are many of its kind. ", 250_000));
        ReadDocument document = new("Long", text, [new(BlockKind.Paragraph, 0, text.Length, [], null)], "text/plain");
        var (count, most) = (0, 0L);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();

        foreach (var passage in new PassageChunker(Counter).Chunk(document, Some.Version()))
        {
            if (++count % 4_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            Assert.True(passage.Tokens <= 250);
        }

        TestContext.Current.SendDiagnosticMessage($"{count} passages in {watch.ElapsedMilliseconds} ms, {most} bytes more");
        Assert.True(count > 20_000);
        Assert.True(most < 4_000_000, $"{most} bytes");
    }
}
