using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Home;
using Assistant.Server.Lines;
using Spectre.Console;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant documents list</c> and <c>show</c>: what is known and in which state.</summary>
internal sealed class DocumentsVerb(IDocumentCatalog catalog, IPassageIndex index, VerbOutput output)
{
    /// <summary>Lists documents.</summary>
    /// <param name="collection">The collection, or null for all.</param>
    /// <param name="state">Only documents in this state, or null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> ListAsync(string? collection, DocumentState? state, CancellationToken cancellationToken)
    {
        await Collections.CheckAsync(catalog, collection, cancellationToken);
        var known = await catalog.ListAsync(collection, cancellationToken);
        await PrintAsync([.. known.Where(document => state is null || document.State == state)], details: false, cancellationToken);
        return ExitCodes.Done;
    }

    /// <summary>Shows single documents.</summary>
    /// <param name="names">Ids or names.</param>
    /// <param name="collection">Where to look, or null for everywhere.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> ShowAsync(IReadOnlyList<string> names, string? collection, CancellationToken cancellationToken)
    {
        var found = await NamedDocuments.FindAsync(catalog, names, collection, cancellationToken);
        await PrintAsync(found, details: true, cancellationToken);
        return ExitCodes.Done;
    }

    private async Task PrintAsync(IReadOnlyList<DocumentRecord> documents, bool details, CancellationToken cancellationToken)
    {
        var published = (await index.PublishedAsync(cancellationToken)).ToDictionary(one => one.DocumentId, StringComparer.Ordinal);
        DocumentLine[] lines = [.. documents.Select(document => DocumentLine.Of(document, published.GetValueOrDefault(document.Id)))];
        if (output.Json)
        {
            output.WriteJson(new(lines), WireJson.Shared.DocumentList);
        }
        else if (details)
        {
            foreach (var line in lines)
            {
                PrintDetails(line);
            }
        }
        else if (output.IsTerminal && lines.Length > 0)
        {
            PrintTable(lines);
        }
        else
        {
            foreach (var line in lines)
            {
                output.Line($"{line.State,-10} {line.Passages,6} {line.Vectors,-7} {line.Collection}/{line.Name}{(line.Reason is null ? "" : ": " + line.Reason)}");
            }
        }

        if (lines.Length == 0)
        {
            output.Note("There are no such documents.");
        }
    }

    private static void PrintTable(IReadOnlyList<DocumentLine> lines)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("state", "passages", "vectors", "collection", "document", "reason");
        table.Columns[1].RightAligned();
        foreach (var line in lines)
        {
            table.AddRow(
                line.State == "failed" ? new Text("failed", new Style(Color.Red)) : new Text(line.State),
                new Text(line.Passages.ToString("N0", null)),
                new Text(line.Vectors),
                new Text(PlainText.Of(line.Collection)),
                new Text(PlainText.Of(line.Name)),
                new Text(PlainText.Of(line.Reason ?? "")));
        }

        VerbOutput.Terminal.Write(table);
    }

    private void PrintDetails(DocumentLine line)
    {
        output.Line($"{line.Collection}/{line.Name}");
        output.Line($"  id          {line.Id}");
        output.Line($"  title       {line.Title}");
        output.Line($"  state       {line.State}{(line.Reason is null ? "" : ": " + line.Reason)}");
        output.Line($"  step        {line.Step}, {line.Attempts} attempts");
        output.Line($"  passages    {line.Passages}, vectors {line.Vectors}");
        output.Line($"  pages       {line.Pages?.ToString("N0", null) ?? "-"}");
        output.Line($"  version     {line.Version}, {line.UpdatedAt:u}");
        output.Line($"  type        {line.MediaType}, {line.Bytes:N0} bytes");
        output.Line($"  readable by {string.Join(", ", line.ReadBy)}");
        if (line.Source is { } source)
        {
            output.Line($"  from        {source}");
        }

        foreach (var (key, values) in line.Tags)
        {
            output.Line($"  tag         {key}={string.Join(", ", values)}");
        }
    }
}
