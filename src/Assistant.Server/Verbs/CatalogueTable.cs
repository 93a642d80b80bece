using System.Globalization;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;
using Spectre.Console;

namespace Assistant.Server.Verbs;

/// <summary>Prints the published models that can be pulled.</summary>
internal static class CatalogueTable
{
    private static readonly string[] Columns = ["pull by name", "kind", "size", "memory here", "context", "licence", "here"];

    /// <summary>Prints them.</summary>
    public static void Print(VerbOutput output, IReadOnlyList<CatalogueLine> lines)
    {
        output.Line();
        if (output.IsTerminal)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns(Columns);
            foreach (var line in lines)
            {
                table.AddRow([.. Cells(line).Select(cell => new Text(PlainText.Of(cell)))]);
            }

            VerbOutput.Terminal.Write(table);
        }
        else
        {
            output.Line("Can be pulled by name:");
            foreach (var line in lines)
            {
                output.Line("  " + string.Join("  ", Cells(line)));
            }
        }

        output.Line($"Memory: weights, and keys and values of what is kept (at least one context, Assistant:Models:ContextTokens and CacheMegabytes), against {Sizes.Of(lines[0].Memory?.AvailableBytes ?? 0)} here; work buffers come on top.");
        output.Line("'assistant models pull NAME' fetches one; 'assistant models pull OWNER/REPOSITORY:FILE.gguf' and 'assistant models pull FILE' take others.");
    }

    private static string[] Cells(CatalogueLine line) =>
    [
        line.Name,
        ModelWords.Kind(line.Kind),
        Sizes.Of(line.Bytes),
        line.Memory?.ToString() ?? "",
        line.ContextTokens.ToString("N0", CultureInfo.InvariantCulture),
        line.Licence,
        line.Installed ? "yes" : line.PartialBytes > 0 ? $"{100 * line.PartialBytes / line.Bytes} %" : "no",
    ];
}
