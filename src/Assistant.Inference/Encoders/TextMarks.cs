namespace Assistant.Inference.Encoders;

/// <summary>The tokens that a model wants round a text.</summary>
/// <param name="Before">BERT's [CLS] or &lt;s&gt;; empty for models that want none.</param>
/// <param name="After">BERT's [SEP], &lt;/s&gt; or another end; empty for models that want none.</param>
internal sealed record TextMarks(int[] Before, int[] After)
{
    /// <summary>How many there are.</summary>
    public int Count => Before.Length + After.Length;

    /// <summary>Puts a text between them, cut at its end to what there is room for.</summary>
    public int[] Around(ReadOnlySpan<int> text, int room, out bool isCut)
    {
        isCut = text.Length > room - Count;
        return [.. Before, .. isCut ? text[..(room - Count)] : text, .. After];
    }
}
