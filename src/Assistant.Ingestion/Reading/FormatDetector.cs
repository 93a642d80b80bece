using Assistant.Ingestion.Reading.Html;
using Assistant.Ingestion.Reading.Markdown;
using Assistant.Ingestion.Reading.Pdf;
using Assistant.Ingestion.Reading.PlainText;

namespace Assistant.Ingestion.Reading;

/// <summary>Finds what a file is by its bytes. The name decides only between text formats.</summary>
internal static class FormatDetector
{
    // PDF 1.7, implementation note 13: readers accept the header anywhere in the first 1024 bytes.
    private const int PdfHeaderWindow = 1024;

    /// <summary>The format, or a failure that says what the file is.</summary>
    public static DetectedFormat Detect(SourceFile file)
    {
        var bytes = file.Bytes.Span;
        var window = bytes[..Math.Min(PdfHeaderWindow, bytes.Length)];
        if (window.IndexOf("%PDF-"u8) is >= 0 and var header && LooksLikePdf(window[..header]))
        {
            return new("PDF", new PdfReader());
        }

        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("PK\x05\x06"u8))
        {
            return PackageFormat.Detect(file);
        }

        if (bytes.StartsWith(CompoundFile.Signature))
        {
            return CompoundFormat.Detect(file);
        }

        if (BinarySignatures.NameOf(bytes) is { } name)
        {
            throw Unreadable.Unsupported(name);
        }

        return DetectText(file);
    }

    // A text that only tells about PDF headers is no PDF: before a real one stands nothing, or junk, or another format's opening.
    private static bool LooksLikePdf(ReadOnlySpan<byte> before) =>
        before.Trim(" \t\r\n\0\uFEFF"u8).IsEmpty || before.IndexOf((byte)'<') >= 0 || before.ContainsAnyInRange((byte)0x80, (byte)0xFF);

    private static DetectedFormat DetectText(SourceFile file)
    {
        var (text, encoding) = TextDecoder.Decode(file.Bytes.Span, file.Options.MaxCharacters);
        if (text.AsSpan().Trim().IsEmpty)
        {
            throw Unreadable.NoText();
        }

        if (TextDecoder.LooksBinary(text))
        {
            var isNamedText = file.Extension is ".md" or ".markdown" or ".txt" or ".html" or ".htm" or ".csv" or ".json";
            throw isNamedText
                ? new Core.UnreadableDocumentException("damaged", $"It is named {file.Extension} but holds binary data, not text.")
                : Unreadable.Unsupported("A binary file of unknown type");
        }

        if (TextFormat.UnsupportedName(text) is { } name)
        {
            throw Unreadable.Unsupported(name);
        }

        DetectedFormat format = TextFormat.IsHtml(text, file.Extension) ? new("web page", new HtmlReader())
            : TextFormat.IsMarkdown(text, file.Extension) ? new("Markdown file", new MarkdownReader())
            : new("text file", new PlainTextReader());
        return format with { Text = text, Encoding = encoding };
    }
}
