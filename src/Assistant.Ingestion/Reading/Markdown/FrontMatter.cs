using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Assistant.Ingestion.Reading.Markdown;

/// <summary>The YAML block at the head of a Markdown file: its title, and its other fields as tags.</summary>
/// <param name="Title">The field <c>title</c>, or null.</param>
/// <param name="Tags">Scalar fields and lists of scalars by their name; deeper structure is left out.</param>
/// <param name="BodyStart">Where the text after the block starts.</param>
internal sealed record FrontMatter(string? Title, IReadOnlyDictionary<string, IReadOnlyList<string>> Tags, int BodyStart)
{
    // Front matter is written by hand. These bounds are far above any real one and keep a hostile one cheap.
    private const int MaxLength = 64 * 1024;
    private const int MaxFields = 200;
    private const int MaxValues = 100;
    private const int MaxDepth = 20;

    private static readonly FrontMatter None = new(null, new Dictionary<string, IReadOnlyList<string>>(), 0);

    /// <summary>Takes the block off; what is not a well-formed mapping is left in the text.</summary>
    public static FrontMatter Split(string text)
    {
        var opening = FirstLine(text, 0);
        if (text.AsSpan(0, opening.End).TrimEnd() is not "---")
        {
            return None;
        }

        for (var (start, line) = (opening.Next, 0); start < text.Length && start < MaxLength; line++)
        {
            var (end, next) = FirstLine(text, start);
            if (text.AsSpan(start, end - start).TrimEnd() is "---" or "...")
            {
                return Parse(text[opening.Next..start], next);
            }

            start = next;
        }

        return None;
    }

    private static FrontMatter Parse(string yaml, int bodyStart)
    {
        // Events come one by one without building a tree: neither nesting nor aliases can blow anything up.
        Dictionary<string, IReadOnlyList<string>> fields = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            Parser parser = new(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return None with { BodyStart = bodyStart };
            }

            if (!parser.TryConsume<MappingStart>(out _))
            {
                return None;
            }

            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var key))
                {
                    return None;
                }

                var values = Values(parser);
                if (values.Count > 0 && fields.Count < MaxFields)
                {
                    fields[CleanText.OneLine(key.Value)] = values;
                }
            }
        }
        catch (YamlException)
        {
            return None;
        }

        var title = fields.Remove("title", out var titles) ? titles[0] : null;
        return new(title, fields, bodyStart);
    }

    private static List<string> Values(Parser parser)
    {
        List<string> values = [];
        var depth = 0;
        var isFlat = true;
        do
        {
            var step = parser.Consume<ParsingEvent>();
            depth += step.NestingIncrease;
            isFlat &= step is not MappingStart && depth <= 1;
            if (depth > MaxDepth)
            {
                throw new YamlException("The front matter is nested too deeply.");
            }

            if (step is Scalar { Value: { Length: > 0 } value } && values.Count < MaxValues && CleanText.OneLine(value) is { Length: > 0 } clean)
            {
                values.Add(clean);
            }
        }
        while (depth > 0);
        return isFlat ? values : [];
    }

    private static (int End, int Next) FirstLine(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? (text.Length, text.Length) : (end, end + 1);
    }
}
