using System.Collections.Frozen;
using AngleSharp.Dom;

namespace Assistant.Ingestion.Reading.Html;

/// <summary>What the elements of a page mean for its text.</summary>
internal static class HtmlElements
{
    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
        [
            "script", "style", "template", "noscript", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "head", "title",
            "nav", "select", "datalist", "input", "textarea", "map", "frameset", "noframes", "link", "meta",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(
        [
            "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
            "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main",
            "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether an element begins and ends a block.</summary>
    public static bool IsBlock(string name) => Blocks.Contains(name);

    /// <summary>Whether nothing of an element is read: code, controls, navigation, and what the page hides.</summary>
    public static bool IsLeftOut(IElement element)
    {
        if (LeftOut.Contains(element.LocalName))
        {
            return true;
        }

        // "until-found" is meant to be found by search, closed as it is.
        if (element.GetAttribute("hidden") is { } hidden && !hidden.Equals("until-found", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (element.GetAttribute("aria-hidden") == "true" || element.GetAttribute("role") is "navigation")
        {
            return true;
        }

        return element.GetAttribute("style") is { Length: < 4096 } style
            && style.Replace(" ", "", StringComparison.Ordinal) is var rules
            && (rules.Contains("display:none", StringComparison.OrdinalIgnoreCase) || rules.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a table holds rows of cells rather than the layout of a page: no table, heading or form stands in it.</summary>
    public static bool IsDataTable(INode table, CancellationToken cancellationToken)
    {
        if (table is IElement element && element.GetAttribute("role") is "presentation" or "none")
        {
            return false;
        }

        var node = table.FirstChild;
        while (node is not null && node != table)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (node is IElement { LocalName: "table" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "form" or "pre" or "article" })
            {
                return false;
            }

            if (node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            while (node is not null && node != table && node.NextSibling is null)
            {
                node = node.Parent;
            }

            if (node != table)
            {
                node = node?.NextSibling;
            }
        }

        return true;
    }
}
