using System.Text;

namespace Assistant.Inference.Chat;

/// <summary>Puts characters together whose bytes come in several tokens. Bytes that never become a character at the end are dropped.</summary>
internal sealed class Utf8Pieces
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>Takes the bytes of a token and gives the characters that are whole.</summary>
    public string Take(ReadOnlySpan<byte> bytes)
    {
        Span<char> letters = bytes.Length < 128 ? stackalloc char[bytes.Length + 4] : new char[bytes.Length + 4];
        return new(letters[..decoder.GetChars(bytes, letters, flush: false)]);
    }
}
