using Assistant.Inference.Formats;

namespace Assistant.Inference.Tools;

/// <summary>Reads what a model of one family wrote. Stateless; safe from many threads.</summary>
/// <param name="endTokens">The control tokens after which nothing counts.</param>
/// <param name="markers">The other control tokens that mean something, for output in which they are spelled.</param>
internal abstract class OutputReader(IReadOnlyList<string> endTokens, IReadOnlyList<string> markers)
{
    /// <summary>The control tokens that begin a call whatever comes after; none where calls are written as text.</summary>
    public virtual IReadOnlyList<string> CallMarkers => [];

    /// <summary>The reader of a format's models.</summary>
    public static OutputReader Of(ChatFormat format) => format.Name switch
    {
        "llama3.1" => new LlamaOutput(format.StopTokens, isPythonic: false),
        "llama3.2" => new LlamaOutput(format.StopTokens, isPythonic: true),
        "mistral-v2" or "mistral-v3" or "mistral-v3-tekken" or "mistral-v7" or "mistral-v7-tekken" => new MistralListOutput(format.StopTokens),
        "mistral-v11" or "mistral-v13" => new MistralMarkedOutput(format.StopTokens),
        _ => new TaggedOutput(format.StopTokens),
    };

    /// <summary>Reads output whose control tokens are spelled: each spelling is taken for the token.</summary>
    public ParsedOutput Read(string raw, OutputContext context) => Read(Split(raw), context);

    /// <summary>Reads output.</summary>
    public ParsedOutput Read(IReadOnlyList<OutputPiece> pieces, OutputContext context)
    {
        var written = Joined(pieces.TakeWhile(piece => !piece.IsControl || !endTokens.Contains(piece.Text)));
        try
        {
            return ReadTurn(written, context);
        }
        catch (BrokenCallException e)
        {
            // Whatever is wrong with the end of a text that was cut: it is wrong because it was cut.
            return ParsedOutput.Broken(ContentBefore(written), context.IsCut && (e.Fault is "bad-json" or "empty") ? "cut" : e.Fault);
        }
    }

    /// <summary>Whether thoughts may stand before the answer as text.</summary>
    public virtual bool MayThink => false;

    /// <summary>Where the answer begins in a text that may begin with thoughts; -1 while they go on.</summary>
    public virtual int StartOfContent(string text) => 0;

    /// <summary>How much of an unfinished text can be shown: what may turn out to be a call is held back.</summary>
    /// <param name="text">The text so far, without control tokens.</param>
    /// <param name="from">How much is shown already.</param>
    public abstract int Showable(string text, int from);

    /// <summary>Reads one turn. What stands after an end token is gone, and neighbouring texts are one.</summary>
    /// <exception cref="BrokenCallException">A call was tried and is none.</exception>
    protected abstract ParsedOutput ReadTurn(IReadOnlyList<OutputPiece> written, OutputContext context);

    /// <summary>The words that stand before a call that was tried.</summary>
    protected virtual string ContentBefore(IReadOnlyList<OutputPiece> written) =>
        string.Concat(written.TakeWhile(piece => !piece.IsControl || !CallMarkers.Contains(piece.Text)).Where(piece => !piece.IsControl).Select(piece => piece.Text));

    /// <summary>The text of pieces as it is spelled.</summary>
    protected static string Spelled(IEnumerable<OutputPiece> pieces) => string.Concat(pieces.Select(piece => piece.Text));

    private List<OutputPiece> Split(string raw)
    {
        List<OutputPiece> pieces = [];
        string[] names = [.. endTokens, .. markers];
        var start = 0;
        for (var position = 0; position < raw.Length; position++)
        {
            if (raw[position] is '<' or '[' && names.FirstOrDefault(name => string.CompareOrdinal(raw, position, name, 0, name.Length) == 0) is { } found)
            {
                pieces.Add(new(raw[start..position], IsControl: false));
                pieces.Add(new(found, IsControl: true));
                start = position + found.Length;
                position = start - 1;
            }
        }

        pieces.Add(new(raw[start..], IsControl: false));
        return pieces;
    }

    private static List<OutputPiece> Joined(IEnumerable<OutputPiece> pieces)
    {
        List<OutputPiece> joined = [];
        System.Text.StringBuilder text = new();
        foreach (var piece in pieces)
        {
            if (!piece.IsControl)
            {
                text.Append(piece.Text);
                continue;
            }

            Flush();
            joined.Add(piece);
        }

        Flush();
        return joined;

        void Flush()
        {
            if (text.Length > 0)
            {
                joined.Add(new(text.ToString(), IsControl: false));
                text.Clear();
            }
        }
    }
}
