using System.Security.Cryptography;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>Opens an Office document that is encrypted with a password ([MS-OFFCRYPTO]) and reads what is inside.</summary>
internal sealed class EncryptedPackageReader(CompoundFile compound) : IFormatReader
{
    private const string What = "Office document";

    /// <inheritdoc/>
    public ReadDocument Read(SourceFile file)
    {
        if (string.IsNullOrEmpty(file.Options.Password))
        {
            throw Unreadable.Encrypted(What);
        }

        var description = compound.Find("EncryptionInfo");
        var package = compound.Find("EncryptedPackage");
        if (description is null || package is null || description.Length < 8 || package.Length < 8)
        {
            throw Unreadable.Damaged(What);
        }

        byte[]? opened;
        try
        {
            opened = PackageDecryption.Open(description, package, file.Options.Password, file.CancellationToken);
        }
        catch (Exception e) when (e is CryptographicException or System.Xml.XmlException or FormatException or ArgumentException)
        {
            throw Unreadable.Damaged(What, e);
        }

        var inside = file with { Bytes = opened ?? throw Unreadable.WrongPassword(What) };
        return PackageFormat.Detect(inside).Reader.Read(inside);
    }
}
