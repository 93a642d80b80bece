using System.Text;
using Assistant.Inference.Engine;
using Assistant.Inference.Tools;

namespace Assistant.Inference.Chat;

/// <summary>Makes text of tokens as they come, and shows what of it is meant for a person.</summary>
internal sealed class AnswerWriter(LlamaVocabulary vocabulary, OutputForm form, ChatRequest request, Action<string> show)
{
    private readonly Utf8Pieces pieces = new();
    private readonly StopStrings stops = new(request.Stops);
    private readonly OutputStream output = new(form.Reader, request.Tools.Names);
    private bool hasBegun;

    /// <summary>Takes a token and shows what of it can be shown.</summary>
    /// <returns>Whether more may come.</returns>
    public bool Take(int token)
    {
        // SentencePiece starts an answer with a space that is part of the word, not of the text.
        var leadingSpaces = !hasBegun && vocabulary.IsSentencePiece ? 1 : 0;
        hasBegun = true;
        if (form.Controls.TryGetValue(token, out var control))
        {
            TakeControl(control);
        }
        else
        {
            Span<byte> room = stackalloc byte[LlamaVocabulary.LongestUsualToken];
            Show(stops.Take(output.Add(pieces.Take(vocabulary.Bytes(token, room, leadingSpaces)))));
        }

        return !stops.Found;
    }

    /// <summary>Reads the whole, and shows what was held back in case it became a stop string or a call.</summary>
    /// <param name="isCut">Whether the token limit ended it.</param>
    public ParsedOutput Finish(bool isCut)
    {
        var (read, left) = output.Finish(isCut);
        StringBuilder rest = new(stops.Take(left));
        Show(rest.Append(stops.Rest()).ToString());
        return read;
    }

    private void TakeControl(string control)
    {
        // The tags of text formats are text to their readers, whether the vocabulary has tokens for them or not.
        if (control is "</tool_call>" or "<think>" or "</think>")
        {
            Show(stops.Take(output.Add(control)));
        }
        else
        {
            output.AddControl(control);
        }
    }

    private void Show(string text)
    {
        if (text.Length > 0)
        {
            show(text);
        }
    }
}
