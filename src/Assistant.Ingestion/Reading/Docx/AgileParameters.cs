using System.Globalization;
using System.Security.Cryptography;
using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>Reads how an agile package is encrypted ([MS-OFFCRYPTO] 2.3.4.10).</summary>
internal static class AgileParameters
{
    /// <summary>The parameters of the content, and those of its key under the password.</summary>
    public static (AgileKey Content, AgileKey Password) Read(byte[] xml)
    {
        AgileKey? content = null, password = null;
        using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "keyData" })
            {
                content ??= KeyOf(reader);
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "encryptedKey" } && reader.GetAttribute("encryptedKeyValue") is not null)
            {
                password ??= KeyOf(reader);
            }
        }

        return content is not null && password is not null
            ? (content, password)
            : throw new CryptographicException("The description of the encryption is not whole.");
    }

    private static AgileKey KeyOf(XmlReader reader)
    {
        if (reader.GetAttribute("cipherAlgorithm") != "AES" || reader.GetAttribute("cipherChaining") != "ChainingModeCBC")
        {
            throw Unreadable.Unsupported("This kind of Office encryption");
        }

        var bits = Number(reader, "keyBits");
        if (bits is not (128 or 192 or 256) || Number(reader, "blockSize") != 16)
        {
            throw new CryptographicException("The key or the blocks have an odd length.");
        }

        return new(
            reader.GetAttribute("hashAlgorithm") switch
            {
                "SHA1" or "SHA-1" => HashAlgorithmName.SHA1,
                "SHA256" or "SHA-256" => HashAlgorithmName.SHA256,
                "SHA384" or "SHA-384" => HashAlgorithmName.SHA384,
                "SHA512" or "SHA-512" => HashAlgorithmName.SHA512,
                _ => throw Unreadable.Unsupported("This kind of Office encryption"),
            },
            bits,
            BlockSize: 16,
            Bytes(reader, "saltValue"))
        {
            Spins = reader.GetAttribute("spinCount") is null ? 0 : Number(reader, "spinCount"),
            VerifierInput = Bytes(reader, "encryptedVerifierHashInput"),
            VerifierHash = Bytes(reader, "encryptedVerifierHashValue"),
            EncryptedKey = Bytes(reader, "encryptedKeyValue"),
        };
    }

    private static int Number(XmlReader reader, string name) =>
        int.TryParse(reader.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static byte[] Bytes(XmlReader reader, string name) => Convert.FromBase64String(reader.GetAttribute(name) ?? "");
}
