using System.Buffers;
using System.Runtime.InteropServices;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Tokenizers;

/// <summary>Writes a text as a unigram vocabulary spells it: characters replaced by its map, blanks as <c>▁</c>.</summary>
/// <param name="map">What is replaced.</param>
/// <param name="beginsWithBlank">Whether a text gets a blank of the tokenizer's own at its start.</param>
/// <param name="joinsBlanks">Whether several blanks are one, and none stand at the ends.</param>
internal sealed class UnigramText(CharacterMap map, bool beginsWithBlank, bool joinsBlanks)
{
    private static ReadOnlySpan<byte> Blank => "\u2581"u8;

    /// <summary>Takes what a model file says.</summary>
    /// <exception cref="InvalidModelFileException">Its character map is damaged.</exception>
    public static UnigramText FromGguf(GgufFile file)
    {
        const string Key = "tokenizer.ggml.precompiled_charsmap";
        try
        {
            ReadOnlySpan<byte> map = file.GetArray<sbyte>(Key) is { } signed ? MemoryMarshal.AsBytes(signed.AsSpan()) : file.GetArray<byte>(Key);
            return new(new CharacterMap(map), file.GetBoolean("tokenizer.ggml.add_space_prefix") ?? false, file.GetBoolean("tokenizer.ggml.remove_extra_whitespaces") ?? false);
        }
        catch (FormatException e)
        {
            throw new InvalidModelFileException(file.Path, char.ToLowerInvariant(e.Message[0]) + e.Message[1..], e);
        }
    }

    /// <summary>Writes a text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="into">Where to.</param>
    public void Write(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> into)
    {
        var (inWord, begun) = (false, false);
        while (text.Length > 0)
        {
            var used = map.Match(text, out var written);
            if (used == 0)
            {
                used = Math.Min(UnitsOf(text[0]), text.Length);
                written = text[..used];
            }

            text = text[used..];
            while (true)
            {
                var blank = written.IndexOf((byte)' ');
                var word = blank < 0 ? written : written[..blank];
                if (word.Length > 0)
                {
                    if (!inWord && ((beginsWithBlank && !begun) || joinsBlanks))
                    {
                        into.Write(Blank);
                        begun = true;
                    }

                    inWord = true;
                    into.Write(word);
                }

                if (blank < 0)
                {
                    break;
                }

                inWord = false;
                written = written[(blank + 1)..];
                if (!joinsBlanks)
                {
                    into.Write(Blank);
                }
            }
        }
    }

    /// <summary>How many bytes a character has, by its first.</summary>
    public static int UnitsOf(byte first) => first switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };
}
