using System.Runtime.CompilerServices;
using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace Assistant.Ingestion.Reading.Markdown;

/// <summary>The words of a Markdown line without its marks: links give their text, images their description, markup nothing.</summary>
internal static class MarkdownInlines
{
    /// <summary>The text of a line or paragraph; null gives none.</summary>
    public static string TextOf(ContainerInline? inline)
    {
        StringBuilder text = new();
        if (inline is not null)
        {
            AppendChildren(inline, text);
        }

        return text.ToString();
    }

    private static void AppendChildren(ContainerInline container, StringBuilder text)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var child = container.FirstChild; child is not null; child = child.NextSibling)
        {
            switch (child)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case LineBreakInline lineBreak:
                    text.Append(lineBreak.IsHard ? '\n' : ' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case HtmlInline html:
                    text.Append(html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase) ? "\n" : "");
                    break;
                case TaskList task:
                    text.Append(task.Checked ? "[x]" : "[ ]");
                    break;
                case FootnoteLink:
                    break;
                case DelimiterInline delimiter:
                    text.Append(delimiter.ToLiteral());
                    AppendChildren(delimiter, text);
                    break;
                case ContainerInline inner:
                    AppendChildren(inner, text);
                    break;
            }
        }
    }
}
