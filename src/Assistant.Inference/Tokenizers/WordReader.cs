using System.Text;

namespace Assistant.Inference.Tokenizers;

/// <summary>Cuts a text into folded words, one after the other, without allocating.</summary>
internal ref struct WordReader
{
    // The reference's max_input_chars_per_word: a longer word is one unknown token. Characters may take two UTF-16 units.
    private const int MaxCharacters = 100;

    private readonly ReadOnlySpan<char> text;
    private readonly Span<char> letters;
    private readonly Span<int> origins;
    private int position;
    private int length;
    private int characters;

    /// <param name="text">What is read.</param>
    /// <param name="letters">Room for a word: <see cref="Room"/> units.</param>
    /// <param name="origins">Room for where in the text each unit comes from, of the same size; empty when nobody asks.</param>
    public WordReader(ReadOnlySpan<char> text, Span<char> letters, Span<int> origins)
    {
        this.text = text;
        this.letters = letters;
        this.origins = origins;
    }

    /// <summary>How many units of room a word needs.</summary>
    public const int Room = 2 * MaxCharacters;

    /// <summary>The word, folded. Empty when the word is too long for any token but the unknown one.</summary>
    public readonly ReadOnlySpan<char> Letters => characters > MaxCharacters ? [] : letters[..length];

    /// <summary>Where in the text the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where in the text the word ends.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next word, or says that there is none.</summary>
    public bool MoveNext()
    {
        length = 0;
        characters = 0;
        while (position < text.Length)
        {
            var c = text[position];
            RuneFolding.Part part;
            if (char.IsAscii(c))
            {
                part = RuneFolding.PartOfAscii(c);
                if (part == RuneFolding.Part.InWord)
                {
                    Add((char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c));
                    position++;
                    End = position;
                    continue;
                }

                if (part == RuneFolding.Part.Alone)
                {
                    if (characters > 0)
                    {
                        return true;
                    }

                    Add(c);
                    End = ++position;
                    return true;
                }

                position++;
            }
            else
            {
                // Half a surrogate pair decodes to the replacement character, which is dropped.
                _ = Rune.DecodeFromUtf16(text[position..], out var rune, out var used);
                var folded = RuneFolding.Fold(rune);
                part = folded.Part;
                if (part == RuneFolding.Part.Alone && characters > 0)
                {
                    return true;
                }

                if (part is RuneFolding.Part.Alone or RuneFolding.Part.InWord)
                {
                    Add(folded.Text);
                    position += used;
                    End = position;
                    if (part == RuneFolding.Part.Alone)
                    {
                        return true;
                    }

                    continue;
                }

                position += used;
                End = part == RuneFolding.Part.Dropped ? position : End;
            }

            if (part == RuneFolding.Part.Blank && characters > 0)
            {
                return true;
            }
        }

        return characters > 0;
    }

    /// <summary>Where in the text a unit of the word comes from; past the last unit, where the word ends.</summary>
    public readonly int OriginOf(int letter) => letter >= length ? End : origins[letter];

    private void Add(char c)
    {
        if (characters == 0)
        {
            Start = position;
        }

        if (++characters <= MaxCharacters)
        {
            Put(c);
        }
    }

    private void Add(string folded)
    {
        if (characters == 0)
        {
            Start = position;
        }

        foreach (var rune in folded.EnumerateRunes())
        {
            if (++characters <= MaxCharacters)
            {
                var units = rune.EncodeToUtf16(letters[length..]);
                MarkOrigin(units);
            }
        }
    }

    private void Put(char unit)
    {
        letters[length] = unit;
        MarkOrigin(units: 1);
    }

    private void MarkOrigin(int units)
    {
        if (origins.Length > 0)
        {
            origins.Slice(length, units).Fill(position);
        }

        length += units;
    }
}
