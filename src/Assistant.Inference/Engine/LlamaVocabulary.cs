using System.Buffers;
using System.Text;
using Assistant.Inference.Encoders;
using Assistant.Inference.Gguf;
using Assistant.Inference.Native;

namespace Assistant.Inference.Engine;

/// <summary>Text to tokens and back, by the model's own vocabulary. Safe from many threads.</summary>
internal sealed unsafe class LlamaVocabulary
{
    /// <summary>How many bytes nearly all tokens have at most.</summary>
    public const int LongestUsualToken = 64;

    // Two of llama_vocab_type.
    private const int SentencePiece = 1;
    private const int BytePairs = 2;

    private readonly ModelHandle model;
    private readonly nint handle;
    private readonly Dictionary<string, int> ids;
    private readonly GuardedTokens guarded;
    private readonly bool[] isText;
    private readonly bool splitsByExpression;

    public LlamaVocabulary(GgufFile file, ModelHandle model)
    {
        this.model = model;
        handle = LlamaNative.llama_model_get_vocab(model);
        Count = LlamaNative.llama_vocab_n_tokens(handle);
        var type = LlamaNative.llama_vocab_type(handle);
        IsSentencePiece = type == SentencePiece;
        splitsByExpression = type == BytePairs;
        var tokens = file.Tokens;
        var types = file.TokenTypes;
        ids = new(StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
        {
            // Only tokens that text does not yield are looked up by name: 3 is control, 4 is user defined.
            if (id < types.Count && types[id] is 3 or 4)
            {
                ids.TryAdd(tokens[id], id);
            }
        }

        // 3 is control and 5 unused; 2 stands for what is unknown, not for a text.
        isText = [.. Enumerable.Range(0, Count).Select(id => id >= types.Count || types[id] is 1 or 6 || (types[id] == 4 && !GuardedTokens.IsSteering(tokens[id])))];
        guarded = new(types.Select((type, id) => (type, id)).Where(token => token.type == 4 && token.id < tokens.Count).Select(token => tokens[token.id]));
    }

    /// <summary>How many tokens there are.</summary>
    public int Count { get; }

    /// <summary>Whether texts start with a space of the tokenizer's own.</summary>
    public bool IsSentencePiece { get; }

    /// <summary>The id of a control token, or null where the vocabulary has none of that name.</summary>
    public int? IdOf(string controlToken) => ids.TryGetValue(controlToken, out var id) ? id : null;

    /// <summary>Whether a token stands for text: no control token, and none that steers the model as one would.</summary>
    public bool IsText(int token)
    {
        CheckToken(token);
        return isText[token];
    }

    /// <summary>Whether a token ends the model's turn.</summary>
    public bool Ends(int token)
    {
        CheckToken(token);
        var ends = LlamaNative.llama_vocab_is_eog(handle, token) != 0;
        GC.KeepAlive(model);
        return ends;
    }

    /// <summary>The tokens of a text in which nothing is a control token, whatever it spells.</summary>
    public List<int> Tokenize(string text)
    {
        List<int> tokens = [];
        var first = true;
        foreach (var part in guarded.Split(text).SelectMany(part => splitsByExpression ? EndlessRuns.Cut(part) : [part]))
        {
            tokens.AddRange(first ? Raw(part, special: false) : Continuation(part));
            first = false;
        }

        return tokens;
    }

    /// <summary>The marks that the model wants round a text (BERT's [CLS] and [SEP], &lt;s&gt; and &lt;/s&gt;, or only an end).</summary>
    /// <param name="isEncoder">Whether it gets both also where its file doesn't say so: some files of the XLM-RoBERTa family don't, and their vectors were wrong.</param>
    /// <exception cref="LocalModelException">An encoder's vocabulary lacks them.</exception>
    public TextMarks Marks(bool isEncoder)
    {
        var (start, separator, end) = (LlamaNative.llama_vocab_bos(handle), LlamaNative.llama_vocab_sep(handle), LlamaNative.llama_vocab_eos(handle));
        if (isEncoder && (start < 0 || (separator < 0 && end < 0)))
        {
            throw new LocalModelException("The encoder's vocabulary has no token for the start or the end of a text.");
        }

        var marks = Raw("", special: true);
        var isStarted = marks.Length > 0 && marks[0] == start;
        int[] before = isStarted || isEncoder ? [start] : [];
        var after = marks[(isStarted ? 1 : 0)..];
        return new(before, after.Length == 0 && isEncoder ? [separator >= 0 ? separator : end] : after);
    }

    /// <summary>The bytes that a token stands for; none for control tokens.</summary>
    /// <param name="token">The token.</param>
    /// <param name="leadingSpaces">How many spaces at the start to leave out.</param>
    public byte[] Bytes(int token, int leadingSpaces = 0) => Bytes(token, stackalloc byte[LongestUsualToken], leadingSpaces).ToArray();

    /// <summary>The bytes that a token stands for, without taking memory where they fit into the room; none for control tokens.</summary>
    /// <param name="token">The token.</param>
    /// <param name="room">Where to put them; <see cref="LongestUsualToken"/> bytes are nearly always enough.</param>
    /// <param name="leadingSpaces">How many spaces at the start to leave out.</param>
    public ReadOnlySpan<byte> Bytes(int token, Span<byte> room, int leadingSpaces)
    {
        CheckToken(token);
        var length = Piece(token, room, leadingSpaces);
        if (length >= 0)
        {
            return room[..length];
        }

        var large = new byte[-length];
        length = Piece(token, large, leadingSpaces);
        return large.AsSpan(0, Math.Max(0, length));
    }

    // SentencePiece would put a space before the rest of a text that was cut. A newline in front takes that space and merges
    // with nothing, so its own tokens can be dropped again.
    private int[] Continuation(string text)
    {
        if (!IsSentencePiece)
        {
            return Raw(text, special: false);
        }

        var mark = Raw("\n", special: false);
        var marked = Raw("\n" + text, special: false);
        return marked.AsSpan().StartsWith(mark) ? marked[mark.Length..] : Raw(text, special: false);
    }

    private int[] Raw(string text, bool special)
    {
        // A token takes at least one byte of text, but for the marks and the leading space.
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            var tokens = new int[length + 4];
            var count = Call(bytes.AsSpan(0, length), tokens, special);
            if (count < 0 && count != int.MinValue)
            {
                tokens = new int[-count];
                count = Call(bytes.AsSpan(0, length), tokens, special);
            }

            return count >= 0 ? tokens[..count] : throw new LocalModelException("The text is too long to be tokenized.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private int Call(ReadOnlySpan<byte> text, Span<int> tokens, bool special)
    {
        fixed (byte* textStart = text)
        fixed (int* tokenStart = tokens)
        {
            // An empty span has no address, and a null text is not an empty one.
            byte nothing = 0;
            var count = LlamaNative.llama_tokenize(handle, textStart is null ? &nothing : textStart, text.Length, tokenStart, tokens.Length, (byte)(special ? 1 : 0), 0);
            GC.KeepAlive(model);
            return count;
        }
    }

    private int Piece(int token, Span<byte> buffer, int leadingSpaces)
    {
        fixed (byte* start = buffer)
        {
            var length = LlamaNative.llama_token_to_piece(handle, token, start, buffer.Length, leadingSpaces, 0);
            GC.KeepAlive(model);
            return length;
        }
    }

    private void CheckToken(int token)
    {
        ObjectDisposedException.ThrowIf(model.IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Count);
    }
}
