using Assistant.Ingestion.Reading.Docx;

namespace Assistant.Ingestion.Reading;

/// <summary>Tells formats in OLE compound files apart by their streams.</summary>
internal static class CompoundFormat
{
    /// <summary>An encrypted Word document that its password opens; everything else fails with what it is.</summary>
    public static DetectedFormat Detect(SourceFile file)
    {
        CompoundFile compound;
        try
        {
            compound = new(file.Bytes);
        }
        catch (InvalidDataException e)
        {
            throw Unreadable.Damaged("Office file", e);
        }

        var names = compound.Names.ToHashSet(StringComparer.Ordinal);
        if (names.Contains("EncryptedPackage"))
        {
            return new("Office document", new EncryptedPackageReader(compound));
        }

        throw Unreadable.Unsupported(names switch
        {
            _ when names.Contains("WordDocument") => "A Word 97-2003 document (.doc)",
            _ when names.Contains("Workbook") || names.Contains("Book") => "An Excel 97-2003 spreadsheet (.xls)",
            _ when names.Contains("PowerPoint Document") => "A PowerPoint 97-2003 presentation (.ppt)",
            _ when names.Contains("__properties_version1.0") => "An Outlook message (.msg)",
            _ => "An old Office or installer file (OLE)",
        });
    }
}
