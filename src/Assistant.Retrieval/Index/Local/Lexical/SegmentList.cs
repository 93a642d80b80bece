using System.Numerics;

namespace Assistant.Retrieval.Index.Local.Lexical;

/// <summary>Adds sealed segments and joins small ones, so that there are never many and each posting is copied seldom.</summary>
internal static class SegmentList
{
    // With eight of a size joined to one, 100,000 documents end in some 30 segments, and each posting is copied about five times.
    private const int Together = 8;

    /// <summary>The list with one more segment, small ones at its end joined.</summary>
    /// <param name="segments">The list so far.</param>
    /// <param name="added">The segment of the newest slots.</param>
    /// <param name="isLive">Which slots are still alive.</param>
    public static PostingSegment[] Add(ReadOnlySpan<PostingSegment> segments, PostingSegment added, Func<int, bool> isLive)
    {
        PostingSegment[] all = [.. segments, added];
        for (var level = LevelOf(added); ; level++)
        {
            var small = 0;
            while (small < all.Length && LevelOf(all[^(small + 1)]) <= level)
            {
                small++;
            }

            if (small < Together)
            {
                return all;
            }

            all = [.. all[..^small], PostingSegment.Merge(all.AsSpan(^small..), slot => isLive(slot) ? slot : -1)];
        }
    }

    private static int LevelOf(PostingSegment segment) => BitOperations.Log2((uint)segment.Postings + 1) / 3;
}
