using System.IO.Compression;
using System.Text;
using Assistant.Ingestion.Reading.Docx;

namespace Assistant.Ingestion.Reading;

/// <summary>Tells ZIP-based formats apart by the parts in them.</summary>
internal static class PackageFormat
{
    /// <summary>The format, or a failure that says what the file is.</summary>
    public static DetectedFormat Detect(SourceFile file)
    {
        using var archive = Open(file);
        if (archive.GetEntry("mimetype") is { Length: < 200 } entry)
        {
            throw Unreadable.Unsupported(NameOfMediaType(entry));
        }

        if (DocxPackage.MainPart(archive) is { } main)
        {
            return main switch
            {
                _ when main.StartsWith("word/", StringComparison.OrdinalIgnoreCase) => new("Word document", new DocxReader()),
                _ when main.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) => throw Unreadable.Unsupported("A spreadsheet (Excel, .xlsx)"),
                _ when main.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase) => throw Unreadable.Unsupported("A presentation (PowerPoint, .pptx)"),
                _ when main.StartsWith("visio/", StringComparison.OrdinalIgnoreCase) => throw Unreadable.Unsupported("A drawing (Visio)"),
                _ => throw Unreadable.Unsupported("An Office package of unknown kind"),
            };
        }

        throw Unreadable.Unsupported(archive.GetEntry("META-INF/MANIFEST.MF") is null ? "An archive (ZIP)" : "A program archive (Java)");
    }

    /// <summary>Opens the archive.</summary>
    /// <exception cref="Core.UnreadableDocumentException">Its directory is missing or damaged.</exception>
    public static ZipArchive Open(SourceFile file)
    {
        try
        {
            return new(new ReadOnlyMemoryStream(file.Bytes), ZipArchiveMode.Read);
        }
        catch (InvalidDataException e)
        {
            throw Unreadable.Damaged(file.Extension is ".docx" or ".docm" ? "Word document" : "ZIP package", e);
        }
    }

    private static string NameOfMediaType(ZipArchiveEntry entry)
    {
        using BoundedStream stream = new(entry.Open(), 1024, "package");
        using StreamReader reader = new(stream, Encoding.ASCII);
        return reader.ReadToEnd().Trim() switch
        {
            "application/epub+zip" => "An e-book (EPUB)",
            var type when type.Contains("opendocument.text", StringComparison.Ordinal) => "An OpenDocument text (.odt)",
            var type when type.Contains("opendocument.spreadsheet", StringComparison.Ordinal) => "An OpenDocument spreadsheet (.ods)",
            var type when type.Contains("opendocument.presentation", StringComparison.Ordinal) => "An OpenDocument presentation (.odp)",
            _ => "A document package of unknown kind",
        };
    }
}
