namespace Assistant.Inference.Tokenizers;

/// <summary>The pieces of a BERT vocabulary, those that begin a word apart from those that continue one.</summary>
internal sealed class WordPieceVocabulary
{
    // llama.cpp marks the pieces that begin a word, the original vocabulary those that continue one.
    private const string Beginning = "\u2581";
    private const string Continuation = "##";

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> first;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> next;
    private readonly int longestFirst;
    private readonly int longestNext;

    public WordPieceVocabulary(IReadOnlyList<string> tokens)
    {
        Dictionary<string, int> firsts = new(StringComparer.Ordinal);
        Dictionary<string, int> nexts = new(StringComparer.Ordinal);
        var marksBeginnings = tokens.Count(token => token.StartsWith(Beginning, StringComparison.Ordinal)) > tokens.Count / 4;
        for (var id = 0; id < tokens.Count; id++)
        {
            var token = tokens[id];
            var mark = marksBeginnings ? Beginning : Continuation;
            var isMarked = token.Length > mark.Length && token.StartsWith(mark, StringComparison.Ordinal);
            (isMarked == marksBeginnings ? firsts : nexts).TryAdd(isMarked ? token[mark.Length..] : token, id);
        }

        first = firsts.GetAlternateLookup<ReadOnlySpan<char>>();
        next = nexts.GetAlternateLookup<ReadOnlySpan<char>>();
        longestFirst = firsts.Keys.Select(key => key.Length).DefaultIfEmpty().Max();
        longestNext = nexts.Keys.Select(key => key.Length).DefaultIfEmpty().Max();
    }

    /// <summary>The longest piece at the beginning of the letters. False when none fits.</summary>
    public bool TryMatch(ReadOnlySpan<char> letters, bool continues, out int id, out int length)
    {
        var pieces = continues ? next : first;
        for (length = Math.Min(letters.Length, continues ? longestNext : longestFirst); length > 0; length--)
        {
            if (pieces.TryGetValue(letters[..length], out id))
            {
                return true;
            }
        }

        id = -1;
        return false;
    }
}
