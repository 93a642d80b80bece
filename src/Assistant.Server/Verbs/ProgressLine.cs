using System.Globalization;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Verbs;

/// <summary>One line of a terminal that tells how far work is, and is gone afterwards.</summary>
/// <remarks>Spectre's live displays want to own the thread that works; ours only hears of events, so it draws the line itself.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 30;

    private readonly TextWriter? terminal;
    private bool shown;

    private ProgressLine(TextWriter? terminal) => this.terminal = terminal;

    /// <summary>The line of a verb; shows nothing where no person looks or the caller wants quiet.</summary>
    public static ProgressLine On(VerbOutput output) => new(output is { IsTerminal: true, Quiet: false } ? Console.Error : null);

    /// <summary>Draws.</summary>
    /// <param name="text">What is done.</param>
    /// <param name="share">How much of it, 0 to 1, or null when nobody knows.</param>
    public void Show(string text, double? share)
    {
        if (terminal is null)
        {
            return;
        }

        shown = true;
        var bar = "";
        if (share is { } known)
        {
            var full = (int)Math.Round(Math.Clamp(known, 0, 1) * BarWidth);
            bar = $"[{new string('#', full)}{new string('-', BarWidth - full)}] {known.ToString("P0", CultureInfo.InvariantCulture)} ";
        }

        // Carriage return, the line, and "erase to the end of the line".
        terminal.Write($"\r{bar}{PlainText.Of(text)}\u001b[K");
    }

    /// <summary>Takes the line away, so that other lines can be printed.</summary>
    public void Clear()
    {
        if (shown)
        {
            terminal!.Write("\r\u001b[K");
            shown = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
