using System.Text;
using Assistant.Core;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Tests.Reading;

/// <summary>Short ways to read and to look at what was read.</summary>
public abstract class ReadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static Task<ReadDocument> ReadAsync(string text, string name) => ReadAsync(Encoding.UTF8.GetBytes(text), name);

    protected static async Task<ReadDocument> ReadAsync(byte[] bytes, string name, ReadingOptions? options = null)
    {
        using MemoryStream content = new(bytes);
        var document = await new DocumentTextReader(TimeProvider.System).ReadAsync(content, name, options ?? new(), Cancellation);
        AssertHoldsTogether(document);
        return document;
    }

    protected static async Task<UnreadableDocumentException> FailureAsync(byte[] bytes, string name, ReadingOptions? options = null) =>
        await Assert.ThrowsAsync<UnreadableDocumentException>(() => ReadAsync(bytes, name, options));

    /// <summary>The blocks as "Kind: text", the heading path before it in brackets where there is one.</summary>
    protected static IEnumerable<string> Blocks(ReadDocument document) => document.Blocks.Select(block =>
        (block.HeadingPath.Count > 0 ? $"[{string.Join(" > ", block.HeadingPath)}] " : "") + $"{block.Kind}: {document.Text[block.Start..block.End]}");

    /// <summary>What every document promises: blocks in order, white space between, no control characters, whole surrogate pairs.</summary>
    protected static void AssertHoldsTogether(ReadDocument document)
    {
        Assert.False(string.IsNullOrWhiteSpace(document.Title));
        Assert.NotEmpty(document.Blocks);
        var at = 0;
        foreach (var block in document.Blocks)
        {
            Assert.True(block.Start >= at && block.End > block.Start, "Blocks overlap or are empty.");
            Assert.True(document.Text.AsSpan(at, block.Start - at).IsWhiteSpace(), "Words stand between blocks.");
            Assert.False(char.IsWhiteSpace(document.Text[block.End - 1]), "A block ends in white space.");
            at = block.End;
        }

        Assert.True(document.Text.AsSpan(at).IsWhiteSpace(), "Words stand behind the last block.");
        Assert.DoesNotContain(document.Text, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.True(IsWhole(document.Text), "The text holds half a surrogate pair.");
    }

    private static bool IsWhole(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return false;
            }
        }

        return true;
    }
}
