namespace Assistant.Inference.Catalogue;

/// <summary>How large a chat model's keys and values are, from its makers' configuration.</summary>
/// <param name="Layers">Its layers.</param>
/// <param name="KeyValueHeads">Its heads for keys and values.</param>
/// <param name="HeadSize">The elements of one head.</param>
public sealed record KeyValueShape(int Layers, int KeyValueHeads, int HeadSize)
{
    // Keys and values, each a 16-bit float.
    private const int BytesPerElementPair = 4;

    /// <summary>Bytes that one token of the context takes.</summary>
    public long BytesPerToken => (long)Layers * KeyValueHeads * HeadSize * BytesPerElementPair;
}
