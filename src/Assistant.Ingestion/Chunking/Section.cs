using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Chunking;

/// <summary>Neighbouring blocks under the same headings.</summary>
/// <param name="First">The number of the first block.</param>
/// <param name="End">The number after the last block.</param>
/// <param name="Path">The headings above them.</param>
/// <param name="IsHeadingOnly">Whether there is nothing but headings.</param>
internal readonly record struct Section(int First, int End, IReadOnlyList<string> Path, bool IsHeadingOnly)
{
    /// <summary>The sections of a document in order.</summary>
    public static IEnumerable<Section> Of(IReadOnlyList<Block> blocks)
    {
        for (var first = 0; first < blocks.Count;)
        {
            var path = blocks[first].HeadingPath;
            var end = first;
            var isHeadingOnly = true;
            while (end < blocks.Count && IsSame(path, blocks[end].HeadingPath))
            {
                isHeadingOnly &= blocks[end].Kind == BlockKind.Heading;
                end++;
            }

            yield return new(first, end, path, isHeadingOnly);
            first = end;
        }
    }

    /// <summary>The headings that two paths share, from the outermost in.</summary>
    public static IReadOnlyList<string> CommonPath(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var shared = 0;
        while (shared < one.Count && shared < other.Count && string.Equals(one[shared], other[shared], StringComparison.Ordinal))
        {
            shared++;
        }

        return shared == one.Count ? one : [.. one.Take(shared)];
    }

    private static bool IsSame(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        ReferenceEquals(one, other) || (one.Count == other.Count && CommonPath(one, other).Count == one.Count);
}
