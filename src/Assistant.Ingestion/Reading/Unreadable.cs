using Assistant.Core;

namespace Assistant.Ingestion.Reading;

/// <summary>The reasons for which a document has no text, in the words that people see.</summary>
internal static class Unreadable
{
    public static UnreadableDocumentException Empty() => new("no_text", "The file is empty.");

    public static UnreadableDocumentException NoText() => new("no_text", "There is no text in it.");

    public static UnreadableDocumentException NoTextLayer() => new("no_text", "It has no text layer (a scan?).");

    public static UnreadableDocumentException Damaged(string what, Exception? cause = null) =>
        new("damaged", $"The {what} is damaged and cannot be read.", cause);

    public static UnreadableDocumentException TooDeep(string what, Exception? cause = null) =>
        new("damaged", $"The {what} is nested too deeply to be read safely.", cause);

    public static UnreadableDocumentException Encrypted(string what) =>
        new("encrypted", $"The {what} is encrypted. Give its password, or save it without one.");

    public static UnreadableDocumentException WrongPassword(string what) =>
        new("encrypted", $"The {what} is encrypted, and the password given does not open it.");

    public static UnreadableDocumentException Unsupported(string what) => new("unsupported", $"{what} is not supported yet.");

    public static UnreadableDocumentException TooLarge(long bytes) =>
        new("too_large", $"The file is larger than the limit of {Size(bytes)}.");

    public static UnreadableDocumentException TooMuchText(int characters) =>
        new("too_large", $"The document has more text than the limit of {characters:N0} characters.");

    public static UnreadableDocumentException UnpacksTooFar(string what) =>
        new("too_large", $"The {what} unpacks to far more than its size allows: it is made to exhaust memory, or damaged.");

    public static UnreadableDocumentException TooSlow(TimeSpan limit) =>
        new("too_slow", $"Reading it took longer than {limit.TotalSeconds:0.#} seconds.");

    private static string Size(long bytes) => bytes >= 1024 * 1024 ? $"{bytes / (1024 * 1024)} MiB" : $"{bytes:N0} bytes";
}
