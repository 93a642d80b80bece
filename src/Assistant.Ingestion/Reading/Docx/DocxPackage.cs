using System.IO.Compression;
using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>The parts of an Office package, opened within limits and without a look outside.</summary>
internal sealed class DocxPackage(ZipArchive archive, SourceFile file)
{
    private const string RelationshipsNamespace = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>The path of the package's main part by its relationships, else Word's usual one; null if there is none.</summary>
    public static string? MainPart(ZipArchive archive)
    {
        if (archive.GetEntry("_rels/.rels") is { } relationships)
        {
            try
            {
                using BoundedStream stream = new(relationships.Open(), 1024 * 1024, "package");
                using var reader = XmlReader.Create(stream, Settings());
                while (reader.Read())
                {
                    if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship", NamespaceURI: RelationshipsNamespace }
                        && reader.GetAttribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true
                        && reader.GetAttribute("TargetMode") != "External"
                        && reader.GetAttribute("Target")?.TrimStart('/') is { Length: > 0 } target
                        && archive.GetEntry(target) is not null)
                    {
                        return target;
                    }
                }
            }
            catch (XmlException)
            {
                // A damaged list of relationships still leaves the usual place to look at.
            }
        }

        return archive.GetEntry("word/document.xml") is null ? null : "word/document.xml";
    }

    /// <summary>Opens a part as XML; null if the package has none of that name.</summary>
    public XmlReader? Open(string path)
    {
        if (archive.GetEntry(path) is not { } entry)
        {
            return null;
        }

        var allowance = BoundedStream.Allowance(entry.CompressedLength, file.Options.MaxUnpackedBytes);
        return XmlReader.Create(new BoundedStream(entry.Open(), allowance, "Word document"), Settings());
    }

    // A document type would be the way to entity bombs and to files outside; Office never writes one.
    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
        CloseInput = true,
    };
}
