using System.Text;
using System.Text.Json;
using Assistant.Core;
using Assistant.Ingestion.Reading;

namespace Assistant.Server.Evaluation;

/// <summary>Checks what the readers make of a folder of documents against its manifests.</summary>
internal static class DocumentEvaluation
{
    // What the set's README calls "a bound (say 20 s)".
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Dictionary<string, string> KindOfExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        ["htm"] = "html",
        ["xhtml"] = "html",
        ["markdown"] = "md",
        ["text"] = "txt",
    };

    /// <summary>The rows of the folder's manifests (<c>manifest.jsonl</c> for <c>files/</c>, <c>hostile_manifest.jsonl</c> for <c>hostile/</c>), of these kinds; all kinds when none is given.</summary>
    public static IReadOnlyList<ManifestRow> Rows(string folder, IReadOnlyCollection<string> kinds)
    {
        List<ManifestRow> rows = [];
        foreach (var (manifest, files) in new[] { ("manifest.jsonl", "files"), ("hostile_manifest.jsonl", "hostile") })
        {
            var path = Path.Combine(folder, manifest);
            if (!File.Exists(path))
            {
                if (files == "files")
                {
                    throw new AssistantException("bad_evaluation_set", $"The folder '{folder}' has no {manifest}.");
                }

                continue;
            }

            foreach (var line in File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                var row = JsonSerializer.Deserialize<ManifestRow>(line, Json) ?? throw new AssistantException("bad_evaluation_set", $"{manifest} has an empty row.");
                if (kinds.Count == 0 || kinds.Contains(KindOf(row.File)))
                {
                    rows.Add(row with { Path = Path.Combine(folder, files, row.File) });
                }
            }
        }

        return rows;
    }

    /// <summary>Reads one document and says whether it went as the manifest expects.</summary>
    /// <returns>Null when as expected, else what came instead.</returns>
    public static async Task<string?> CheckAsync(IDocumentTextReader reader, ManifestRow row, CancellationToken cancellationToken)
    {
        if (row.Expect == "password" && row.Password is not null)
        {
            var closed = await ReadAsync(reader, row, password: null, cancellationToken);
            if (closed.Refusal is null)
            {
                return "it was read without its password";
            }

            return Missing(await ReadAsync(reader, row, row.Password, cancellationToken), row);
        }

        var outcome = await ReadAsync(reader, row, row.Password, cancellationToken);
        return row.Expect switch
        {
            "text" => Missing(outcome, row),
            "no-text" => outcome.Refusal is { Code: "no_text" } ? null : Got(outcome),
            "error" => outcome.Refusal is not null ? null : Got(outcome),
            "no-text-or-error" => outcome.Refusal is not null ? null : Got(outcome),
            "error-or-sniffed" or "any" or "no-crash" or "no-hang" or "no-write-outside" or "no-read-outside" or "reject-or-bounded" or "no-exec" or "no-fetch" =>
                outcome.TimedOut ? Got(outcome) : outcome.Document is not null && row.Expect == "no-exec" ? Missing(outcome, row) : null,
            _ => $"the manifest expects '{row.Expect}', which is not known here",
        };
    }

    private static async Task<Outcome> ReadAsync(IDocumentTextReader reader, ManifestRow row, string? password, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(row.Path);
        try
        {
            return new(await reader.ReadAsync(stream, row.File, new() { Password = password, Timeout = Bound }, cancellationToken), null, TimedOut: false);
        }
        catch (UnreadableDocumentException e)
        {
            return new(null, e, e.Code == "timeout");
        }
    }

    private static string? Missing(Outcome outcome, ManifestRow row)
    {
        if (outcome.Document is null)
        {
            return Got(outcome);
        }

        var text = Folded(outcome.Document.Text + "\n" + outcome.Document.Title);
        var missing = (row.Snippets ?? []).FirstOrDefault(snippet => !text.Contains(Folded(snippet), StringComparison.Ordinal));
        if (missing is not null)
        {
            return $"text without \"{missing}\"";
        }

        var leaked = (row.MustNot ?? []).FirstOrDefault(snippet => text.Contains(Folded(snippet), StringComparison.Ordinal));
        if (leaked is not null)
        {
            return $"text with \"{leaked}\", which must not be there";
        }

        return row.Pages is { } pages && outcome.Document.Pages is { } read && read != pages ? $"{read} pages instead of {pages}" : null;
    }

    private static string Got(Outcome outcome) =>
        outcome.Refusal is { } refusal ? $"{refusal.Code}: {refusal.Message}" : $"text of {outcome.Document!.Text.Length} characters";

    // The README's matching rule: NFKC, lower case, no white space, soft hyphens, zero-width or bidi marks.
    private static string Folded(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (var unit in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (!char.IsWhiteSpace(unit) && unit is not ('\u00AD' or '\u061C' or '\uFEFF' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069')))
            {
                kept.Append(unit);
            }
        }

        return kept.ToString();
    }

    private static string KindOf(string file)
    {
        var extension = Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
        return KindOfExtension.GetValueOrDefault(extension, extension);
    }

    private sealed record Outcome(ReadDocument? Document, UnreadableDocumentException? Refusal, bool TimedOut);
}

/// <summary>A row of a manifest.</summary>
internal sealed record ManifestRow(
    string File,
    string Expect,
    IReadOnlyList<string>? Snippets = null,
    IReadOnlyList<string>? MustNot = null,
    string? Password = null,
    int? Pages = null)
{
    /// <summary>Where the file lies.</summary>
    public string Path { get; init; } = "";
}
