using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Assistant.Ingestion.Reading.Pdf;

/// <summary>The library's filters behind a meter: a stream that would unpack past its allowance is never unpacked into memory.</summary>
internal sealed class BoundedFilters(long limit, CancellationToken cancellationToken) : IFilterProvider
{
    private long total;

    /// <summary>Whether a stream, or all together, went past the allowance.</summary>
    public bool IsExceeded { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Wrap(DefaultFilterProvider.Instance.GetFilters(dictionary));

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Wrap(DefaultFilterProvider.Instance.GetNamedFilters(names));

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetAllFilters() => Wrap(DefaultFilterProvider.Instance.GetAllFilters());

    private List<IFilter> Wrap(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Metered(filter, this))];

    private long AllowanceOf(long packed)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return BoundedStream.Allowance(packed, limit);
    }

    private void Count(long bytes, long allowance)
    {
        total += bytes;
        if (bytes > allowance || total > limit)
        {
            IsExceeded = true;
            throw Unreadable.UnpacksTooFar("PDF");
        }
    }

    private sealed class Metered(IFilter filter, BoundedFilters meter) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            var allowance = meter.AllowanceOf(input.Length);
            if (filter is FlateFilter && input.Length > allowance / 1100)
            {
                Rehearse(input, allowance);
            }

            var output = filter.Decode(input, streamDictionary, filterProvider, filterIndex);
            meter.Count(output.Length, allowance);
            return output;
        }

        // Deflate grows at most 1032 times, so small streams need no rehearsal; large ones are unpacked once into nothing and counted.
        private void Rehearse(Memory<byte> input, long allowance)
        {
            using ZLibStream unpacked = new(new ReadOnlyMemoryStream(input), CompressionMode.Decompress);
            var buffer = new byte[64 * 1024];
            long length = 0;
            try
            {
                for (int read; length <= allowance && (read = unpacked.Read(buffer)) > 0;)
                {
                    length += read;
                }
            }
            catch (InvalidDataException)
            {
                // Damaged streams are the filter's own matter; what came out so far was within bounds.
            }

            if (length > allowance)
            {
                meter.Count(length, allowance);
            }
        }
    }
}
