using System.Text.RegularExpressions;

namespace Assistant.Ingestion.Reading;

/// <summary>Tells titles that someone gave a document from those that a program left in it.</summary>
internal static partial class DocumentTitles
{
    /// <summary>Whether a title from the document's properties says something.</summary>
    public static bool IsMeant(string? title) => !string.IsNullOrWhiteSpace(title) && title.Trim().Length > 2 && !LeftByProgram().IsMatch(title);

    [GeneratedRegex(@"^\s*(untitled|unbenannt|sans titre|document\d*|dokument\d*|microsoft (word|powerpoint|excel) - .*|powerpoint.presentation|word document|title|.*\.(docx?|dotx?|rtf|pdf|tex|dvi|indd|qxd|xlsx?|pptx?|odt|html?|fm|p65|cdr))\s*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LeftByProgram();
}
