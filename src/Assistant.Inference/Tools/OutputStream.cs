using System.Text;

namespace Assistant.Inference.Tools;

/// <summary>
/// Takes what a model writes piece by piece and gives what a person may see of it at once: never thoughts, never a call, and nothing that may still
/// turn out to be one.
/// </summary>
internal sealed class OutputStream(OutputReader reader, IReadOnlySet<string> tools)
{
    private readonly List<OutputPiece> pieces = [];
    private readonly StringBuilder text = new();
    private int shown;
    private bool isCall;

    /// <summary>Takes text and gives what can be shown now.</summary>
    public string Add(string piece)
    {
        pieces.Add(new(piece, IsControl: false));
        if (isCall)
        {
            return "";
        }

        text.Append(piece);
        return tools.Count > 0 || reader.MayThink ? Show(text.ToString()) : ShowAll();
    }

    /// <summary>Takes a control token.</summary>
    public void AddControl(string token)
    {
        pieces.Add(new(token, IsControl: true));
        isCall |= reader.CallMarkers.Contains(token);
    }

    /// <summary>Reads the whole, and gives the rest that can be shown.</summary>
    /// <param name="isCut">Whether the token limit ended it.</param>
    public (ParsedOutput Read, string Left) Finish(bool isCut)
    {
        var read = reader.Read(pieces, new(tools, isCut));
        if (read.Outcome != OutputOutcome.Text || isCall)
        {
            return (read, "");
        }

        var whole = text.ToString();
        var start = reader.StartOfContent(whole);

        // "<th" at the very end was no thought.
        return (read, start >= 0 ? whole[Math.Max(start, shown)..] : read.Content);
    }

    private string Show(string whole)
    {
        var start = reader.StartOfContent(whole);
        if (start < 0)
        {
            return "";
        }

        var from = Math.Max(shown, start);
        var to = tools.Count == 0 ? whole.Length : start + reader.Showable(whole[start..], from - start);
        shown = Math.Max(from, to);
        return whole[from..shown];
    }

    private string ShowAll()
    {
        var rest = text.ToString(shown, text.Length - shown);
        shown = text.Length;
        return rest;
    }
}
