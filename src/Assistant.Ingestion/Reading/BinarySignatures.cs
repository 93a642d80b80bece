namespace Assistant.Ingestion.Reading;

/// <summary>Formats that are recognised by their first bytes, so that the reason can say what a file is.</summary>
internal static class BinarySignatures
{
    /// <summary>What the file is, as the start of a sentence, or null.</summary>
    public static string? NameOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var (signature, offset, name) in Known)
        {
            if (bytes.Length >= offset + signature.Length && bytes[offset..].StartsWith(signature))
            {
                return name;
            }
        }

        return null;
    }

    private static readonly (byte[] Signature, int Offset, string Name)[] Known =
    [
        ([.. "{\\rtf"u8], 0, "Rich text (RTF)"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], 0, "An image (PNG)"),
        ([0xFF, 0xD8, 0xFF], 0, "An image (JPEG)"),
        ([.. "GIF8"u8], 0, "An image (GIF)"),
        ([0x49, 0x49, 0x2A, 0x00], 0, "An image (TIFF)"),
        ([0x4D, 0x4D, 0x00, 0x2A], 0, "An image (TIFF)"),
        ([.. "WEBP"u8], 8, "An image (WebP)"),
        ([.. "WAVE"u8], 8, "A sound file (WAV)"),
        ([.. "ftypheic"u8], 4, "An image (HEIC)"),
        ([.. "ftypavif"u8], 4, "An image (AVIF)"),
        ([.. "ftyp"u8], 4, "A video (MP4)"),
        ([.. "OggS"u8], 0, "A sound file (Ogg)"),
        ([.. "ID3"u8], 0, "A sound file (MP3)"),
        ([.. "fLaC"u8], 0, "A sound file (FLAC)"),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "A video (Matroska)"),
        ([0x1F, 0x8B, 0x08], 0, "A compressed file (gzip)"),
        ([.. "BZh"u8], 0, "A compressed file (bzip2)"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], 0, "A compressed file (xz)"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "A compressed file (Zstandard)"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, "An archive (7-Zip)"),
        ([.. "Rar!\x1A\x07"u8], 0, "An archive (RAR)"),
        ([.. "ustar"u8], 257, "An archive (tar)"),
        ([.. "MZ"u8], 0, "A program (Windows executable)"),
        ([0x7F, 0x45, 0x4C, 0x46], 0, "A program (ELF executable)"),
        ([0xCF, 0xFA, 0xED, 0xFE], 0, "A program (macOS executable)"),
        ([0xCA, 0xFE, 0xBA, 0xBE], 0, "A program (macOS executable or Java class)"),
        ([0x00, 0x61, 0x73, 0x6D], 0, "A program (WebAssembly)"),
        ([.. "SQLite format 3\0"u8], 0, "A database (SQLite)"),
        ([.. "GGUF"u8], 0, "A model file (GGUF)"),
        ([.. "%!PS-Adobe"u8], 0, "PostScript"),
        ([.. "AT&TFORM"u8], 0, "A scanned document (DjVu)"),
        ([0x78, 0x9F, 0x3E, 0x22], 0, "A mail attachment container (TNEF)"),
        ([.. "BOOKMOBI"u8], 60, "An e-book (Mobipocket)"),
    ];
}
