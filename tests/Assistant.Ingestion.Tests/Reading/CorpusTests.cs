using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Assistant.Core;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Tests.Reading;

/// <summary>Reads the team's whole folder of real and hostile documents.</summary>
public class CorpusTests : ReadingTests
{
    // The bound of the corpus: any file must have ended by then.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Files of the formats of this release that do not give what their manifest row expects, and why that is so.</summary>
    private static readonly Dictionary<string, string> KnownDifferences = new(StringComparer.Ordinal)
    {
        ["PdfPig__Random_2_Columns_Lists_Hyph_-_Justified.pdf"] = "The snippet ends in a hyphen at a line's end (\"Ali-\"); we join the word to \"Aliquam\".",
        ["sample-files__multicolumn.pdf"] = "A table across the page: the gap in its middle is taken for a gutter, so its left half is read before its right one.",
        ["docling__nested.md"] = "The snippet stands in an HTML comment, which is not shown to readers and so not read.",
    };

    [Fact]
    public async Task Real_documents_give_what_is_expected_of_them()
    {
        var (kinds, unexpected) = (new SortedDictionary<string, (int Good, int All)>(StringComparer.Ordinal), new List<string>());
        foreach (var row in Rows("manifest.jsonl").Where(row => row.Kind is "md" or "txt" or "html" or "pdf" or "docx"))
        {
            var fault = await FaultAsync(row, Repository.SharedOrSkip("data", "docs", "files", row.File));
            var (good, all) = kinds.GetValueOrDefault(row.Kind);
            kinds[row.Kind] = (good + (fault is null ? 1 : 0), all + 1);
            if (fault is not null)
            {
                unexpected.Add($"{row.File}: {fault}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value.Good} of {kind.Value.All}")));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', unexpected));
        Assert.Equal(KnownDifferences.Keys.Order(StringComparer.Ordinal), unexpected.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Formats_without_a_reader_end_in_a_reason()
    {
        foreach (var row in Rows("manifest.jsonl").Where(row => row.Kind is not ("md" or "txt" or "html" or "pdf" or "docx")))
        {
            var (_, failure, elapsed) = await TryAsync(Repository.SharedOrSkip("data", "docs", "files", row.File), null);
            Assert.True(elapsed < Bound, $"{row.File} took {elapsed}.");
            Assert.True(failure is null || failure.Message.EndsWith('.'), row.File);
            if (row.Expect == "error")
            {
                Assert.True(failure is not null, $"{row.File} must be refused.");
            }
        }
    }

    [Fact]
    public async Task Hostile_documents_end_within_the_bound_and_do_no_harm()
    {
        var before = Directory.GetFileSystemEntries(Path.GetTempPath(), "evaldata_*");
        List<string> faults = [];
        foreach (var row in Rows("hostile_manifest.jsonl"))
        {
            if (await FaultAsync(row, Repository.SharedOrSkip("data", "docs", "hostile", row.File)) is { } fault)
            {
                faults.Add($"{row.File}: {fault}");
            }
        }

        Assert.Empty(faults);
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetTempPath(), "evaldata_*"));
    }

    [Fact]
    public async Task Every_page_of_a_long_document_is_cited_by_its_number()
    {
        var (document, _, _) = await TryAsync(Repository.SharedOrSkip("data", "docs", "hostile", "pdf_1200_pages.pdf"), null);

        Assert.Equal(1200, document!.Pages);
        foreach (var page in (int[])[1, 17, 600, 1200])
        {
            Assert.Contains(document.Blocks, block => block.Page == page && document.Text[block.Start..block.End].Contains($"Section {page}.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_handbook_reads_whole()
    {
        var folder = Repository.SharedOrSkip("data", "kb_18f", "files");
        var files = Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories);
        var (watch, bytes) = (Stopwatch.StartNew(), 0L);
        foreach (var file in files)
        {
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes += content.Length;
            var document = await ReadAsync(content, Path.GetFileName(file));
            var prose = string.Join('\n', document.Blocks.Where(block => block.Kind is not BlockKind.Code).Select(block => document.Text[block.Start..block.End]));

            // The pages about writing the handbook show these tags on purpose.
            if (!file.Contains("updating-the-handbook", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("{% ", prose, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("](http", prose, StringComparison.Ordinal);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Length / watch.Elapsed.TotalSeconds:F0} files/s, {bytes / 1e6 / watch.Elapsed.TotalSeconds:F1} MB/s");
        Assert.Equal(239, files.Length);
    }

    private static async Task<string?> FaultAsync(Row row, string path)
    {
        if (row.Expect == "password")
        {
            var (_, refused, _) = await TryAsync(path, null);
            if (refused?.Code != "encrypted")
            {
                return "without its password it must be refused as encrypted";
            }
        }

        var (document, failure, elapsed) = await TryAsync(path, row.Password);
        if (elapsed > Bound)
        {
            return $"took {elapsed}";
        }

        var text = document is null ? "" : Squeezed(document.Text);
        if (row.MustNot.FirstOrDefault(word => text.Contains(Squeezed(word), StringComparison.Ordinal)) is { } leaked)
        {
            return $"leaked {leaked}";
        }

        return row.Expect switch
        {
            "text" or "password" when document is null => $"{failure!.Code}: {failure.Message}",
            "text" or "password" when row.Snippets.FirstOrDefault(snippet => !text.Contains(Squeezed(snippet), StringComparison.Ordinal)) is { } missing => $"misses '{missing}'",
            "text" or "password" when document!.Pages is { } pages && row.Pages is { } expected && pages != expected => $"has {pages} pages, not {expected}",
            "no-text" when failure?.Code != "no_text" => failure?.Message ?? "was read as text",
            "error" or "no-text-or-error" when failure is null => "must be refused",
            "no-exec" when document is not null && row.Snippets.FirstOrDefault(snippet => !text.Contains(Squeezed(snippet), StringComparison.Ordinal)) is { } missing => $"misses '{missing}'",
            "no-fetch" when text.Contains("root:x:", StringComparison.Ordinal) => "a local file was read",
            _ => null,
        };
    }

    private static async Task<(ReadDocument? Document, UnreadableDocumentException? Failure, TimeSpan Elapsed)> TryAsync(string path, string? password)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var document = await ReadAsync(bytes, Path.GetFileName(path), new() { Password = password, Timeout = Bound });
            return (document, null, watch.Elapsed);
        }
        catch (UnreadableDocumentException e)
        {
            return (null, e, watch.Elapsed);
        }
    }

    // The corpus' own matching rule: NFKC, lower case, without white space, soft hyphens, zero-width and direction marks.
    private static string Squeezed(string text)
    {
        StringBuilder squeezed = new(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (!char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)
            {
                squeezed.Append(c);
            }
        }

        return squeezed.ToString();
    }

    private static IEnumerable<Row> Rows(string manifest)
    {
        foreach (var line in File.ReadLines(Repository.SharedOrSkip("data", "docs", manifest)))
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            yield return new(
                row.GetProperty("file").GetString()!,
                row.GetProperty("category").GetString()!.Split('-')[0],
                row.GetProperty("expect").GetString()!,
                Strings(row, "snippets"),
                Strings(row, "must_not"),
                row.TryGetProperty("password", out var password) ? password.GetString() : null,
                row.TryGetProperty("pages", out var pages) ? pages.GetInt32() : null);
        }
    }

    private static List<string> Strings(JsonElement row, string name) =>
        row.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private sealed record Row(string File, string Category, string Expect, IReadOnlyList<string> Snippets, IReadOnlyList<string> MustNot, string? Password, int? Pages)
    {
        // "empty" files are text files by their names.
        public string Kind => Category is "empty" ? "txt" : Category;
    }
}
