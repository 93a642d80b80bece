using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>Reads the text layer of PDFs in reading order, with page numbers.</summary>
internal sealed class PdfReader : IFormatReader
{
    // Deeper form XObjects and page trees than this are made to exhaust the stack; real ones stay under ten.
    private const int MaxNesting = 100;

    /// <inheritdoc/>
    public ReadDocument Read(SourceFile file)
    {
        BoundedFilters filters = new(file.Options.MaxUnpackedBytes, file.CancellationToken);
        try
        {
            using var pdf = Open(file, filters);
            List<PdfPage> pages = new(pdf.NumberOfPages);
            for (var number = 1; number <= pdf.NumberOfPages; number++)
            {
                file.CancellationToken.ThrowIfCancellationRequested();
                pages.Add(ReadPage(pdf, number));
            }

            if (filters.IsExceeded)
            {
                throw Unreadable.UnpacksTooFar("PDF");
            }

            if (pages.TrueForAll(page => page.Lines.Count == 0))
            {
                throw pages.TrueForAll(page => page.Failure is not null) && pages.Count > 0
                    ? Unreadable.Damaged("PDF", pages[0].Failure)
                    : Unreadable.NoTextLayer();
            }

            var title = pdf.Information.Title;
            return new PdfComposer(file, pages).Compose(DocumentTitles.IsMeant(title) ? title : null);
        }
        catch (PdfDocumentStackDepthException e)
        {
            throw Unreadable.TooDeep("PDF", e);
        }
        catch (Exception) when (filters.IsExceeded)
        {
            throw Unreadable.UnpacksTooFar("PDF");
        }
    }

    private static PdfDocument Open(SourceFile file, BoundedFilters filters)
    {
        try
        {
            return PdfDocument.Open(file.Bytes, new ParsingOptions
            {
                UseLenientParsing = true,
                SkipMissingFonts = true,
                Password = file.Options.Password ?? "",
                FilterProvider = filters,
                MaxStackDepth = MaxNesting,
            });
        }
        catch (PdfDocumentEncryptedException)
        {
            throw string.IsNullOrEmpty(file.Options.Password) ? Unreadable.Encrypted("PDF") : Unreadable.WrongPassword("PDF");
        }
    }

    private static PdfPage ReadPage(PdfDocument pdf, int number)
    {
        try
        {
            var page = pdf.GetPage(number);
            return new(number, page.Height, PageLayout.LinesOf(page), null);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException and not PdfDocumentStackDepthException)
        {
            // One page that cannot be read does not take the others with it.
            return new(number, 0, [], e);
        }
    }
}
