using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Tokenizers;

/// <summary>
/// SentencePiece's unigram tokenizer in managed code, for vocabularies such as XLM-RoBERTa's: the likeliest cut of a text into pieces.
/// Immutable and safe from many threads. Token names spelled in a text, such as <c>&lt;/s&gt;</c>, are text.
/// </summary>
public sealed class UnigramTokenizer
{
    // llama.cpp's types of tokens.
    private const int Normal = 1, Unknown = 2, UserDefined = 4, Unused = 5;

    // SentencePiece's kUnkPenalty: what is in no piece costs this much more than the unlikeliest piece.
    private const float UnknownPenalty = 10;

    private readonly UnigramText normaliser;
    private readonly PieceTrie trie;
    private readonly float[] scores;
    private readonly float unknownScore;

    private UnigramTokenizer(UnigramText normaliser, IReadOnlyList<string> tokens, float[] scores, IReadOnlyList<int> types, int unknownId)
    {
        this.normaliser = normaliser;
        this.scores = scores;
        UnknownId = unknownId;
        VocabularySize = tokens.Count;
        int[] ids = [.. Enumerable.Range(0, tokens.Count).Where(id => tokens[id].Length > 0 && TypeOf(id) is Normal or Unused)];
        unknownScore = ids.Where(id => TypeOf(id) == Normal).Select(id => scores[id]).DefaultIfEmpty().Min() - UnknownPenalty;
        trie = new([.. ids.Select(id => tokens[id])], ids);

        int TypeOf(int id) => id < types.Count ? types[id] : Normal;
    }

    /// <summary>How many tokens the vocabulary has.</summary>
    public int VocabularySize { get; }

    /// <summary>The id of the unknown token, which stands for characters that are in no piece.</summary>
    public int UnknownId { get; }

    /// <summary>Takes the vocabulary of a model file whose header was read.</summary>
    /// <exception cref="InvalidModelFileException">The file has no unigram vocabulary, or one of a kind that is not known here.</exception>
    public static UnigramTokenizer FromGguf(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.TokenizerModel != "t5")
        {
            throw new InvalidModelFileException(file.Path, $"its tokenizer is '{file.TokenizerModel ?? "none"}', not SentencePiece's unigram.");
        }

        var tokens = file.Tokens;
        var types = file.TokenTypes;
        if (file.GetArray<float>("tokenizer.ggml.scores") is not { } scores || scores.Length < tokens.Count || tokens.Count == 0)
        {
            throw new InvalidModelFileException(file.Path, "its vocabulary has no scores.");
        }

        if (types.Contains(UserDefined))
        {
            throw new InvalidModelFileException(file.Path, "its vocabulary has tokens of the user's own, which are not counted here.");
        }

        // 2 is what llama.cpp takes where the file doesn't say.
        var unknown = file.GetInteger("tokenizer.ggml.unknown_token_id") ?? Enumerable.Range(0, types.Count).FirstOrDefault(id => types[id] == Unknown, 2);
        return new(UnigramText.FromGguf(file), tokens, scores, types, (int)unknown);
    }

    /// <summary>How many tokens a text has, without the marks at its ends.</summary>
    public int Count(ReadOnlySpan<char> text) => Cut(text, into: null);

    /// <summary>The tokens of a text, without the marks at its ends.</summary>
    public IReadOnlyList<int> Encode(ReadOnlySpan<char> text)
    {
        List<int> ids = [];
        Cut(text, ids);
        ids.Reverse();
        return ids;
    }

    private int Cut(ReadOnlySpan<char> text, List<int>? into)
    {
        var source = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ArrayBufferWriter<byte> written = new(Math.Max(16, text.Length * 2));
        try
        {
            normaliser.Write(source.AsSpan(0, Encoding.UTF8.GetBytes(text, source)), written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
        }

        var best = ArrayPool<Step>.Shared.Rent(written.WrittenCount + 1);
        try
        {
            var steps = best.AsSpan(0, written.WrittenCount + 1);
            Find(written.WrittenSpan, steps);
            return Collect(steps, into);
        }
        finally
        {
            ArrayPool<Step>.Shared.Return(best);
        }
    }

    // Viterbi's search from left to right: the best way to each place is known when the search comes there.
    private void Find(ReadOnlySpan<byte> text, Span<Step> best)
    {
        best.Fill(new(double.NegativeInfinity, 0, UnknownId));
        best[0] = new(0, 0, UnknownId);
        for (var from = 0; from < text.Length;)
        {
            var character = Math.Min(UnigramText.UnitsOf(text[from]), text.Length - from);
            var score = best[from].Score;
            var node = PieceTrie.Root;
            var isKnown = false;
            for (var at = from; at < text.Length && trie.TryStep(ref node, text[at]); at++)
            {
                if (trie.TryPiece(node, out var id))
                {
                    isKnown |= at + 1 - from == character;
                    Offer(ref best[at + 1], score + scores[id], from, id);
                }
            }

            if (!isKnown)
            {
                Offer(ref best[from + character], score + unknownScore, from, UnknownId);
            }

            from += character;
        }
    }

    // Of equals the first stays, as in SentencePiece.
    private static void Offer(ref Step champion, double score, int from, int id)
    {
        if (score > champion.Score)
        {
            champion = new(score, from, id);
        }
    }

    // From the end back to the start; unknown characters in a row are one token.
    private int Collect(ReadOnlySpan<Step> best, List<int>? into)
    {
        var count = 0;
        var wasUnknown = false;
        for (var at = best.Length - 1; at > 0; at = best[at].From)
        {
            var isUnknown = best[at].Id == UnknownId;
            if (!(isUnknown && wasUnknown))
            {
                count++;
                into?.Add(best[at].Id);
            }

            wasUnknown = isUnknown;
        }

        return count;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(double Score, int From, int Id);
}
