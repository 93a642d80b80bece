namespace Assistant.Inference.Tools;

/// <summary>Knows, character by character, whether a text is inside of a code fence or between backticks.</summary>
internal struct QuoteScanner
{
    private int ticks;
    private bool isFenced;
    private bool isInline;
    private bool isBehindWords;

    /// <summary>Whether what comes next is quoted.</summary>
    public readonly bool IsQuoted => isFenced || isInline || ticks > 0;

    /// <summary>Takes the next character, or the next byte of a text in UTF-8.</summary>
    public void Take(int letter)
    {
        if (letter == '`')
        {
            ticks++;
            return;
        }

        if (ticks >= 3 && !isBehindWords && !isInline)
        {
            isFenced = !isFenced;
        }
        else if (ticks > 0 && !isFenced)
        {
            isInline = !isInline;
        }

        ticks = 0;
        if (letter == '\n')
        {
            // A backtick that was never closed quotes no more than its line.
            (isInline, isBehindWords) = (false, false);
        }
        else if (letter is not (' ' or '\t'))
        {
            isBehindWords = true;
        }
    }
}
