using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>Reads Word documents, part by part as a stream: nothing is built in memory but the text.</summary>
internal sealed class DocxReader : IFormatReader
{
    private const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <inheritdoc/>
    public ReadDocument Read(SourceFile file)
    {
        try
        {
            using var archive = PackageFormat.Open(file);
            DocxPackage package = new(archive, file);
            var main = DocxPackage.MainPart(archive) ?? "word/document.xml";
            var folder = main[..(main.LastIndexOf('/') + 1)];

            DocumentText document = new(file);
            using (var styles = package.Open(folder + "styles.xml"))
            using (var numbers = package.Open(folder + "numbering.xml"))
            {
                var sheet = DocxStyles.Read(styles);
                DocxBody body = new(document, sheet, DocxNumbering.Read(numbers), file.CancellationToken);
                foreach (var part in (string[])[main, folder + "footnotes.xml", folder + "endnotes.xml"])
                {
                    using var reader = package.Open(part);
                    if (reader is not null)
                    {
                        body.Read(reader);
                    }
                }

                return document.Build(MediaType, TitleOf(package) ?? body.Title);
            }
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            throw Unreadable.Damaged("Word document", e);
        }
    }

    private static string? TitleOf(DocxPackage package)
    {
        using var core = package.Open("docProps/core.xml");
        while (core?.Read() == true)
        {
            if (core is { NodeType: XmlNodeType.Element, LocalName: "title", IsEmptyElement: false })
            {
                var title = core.ReadElementContentAsString();
                return DocumentTitles.IsMeant(title) ? title : null;
            }
        }

        return null;
    }
}
