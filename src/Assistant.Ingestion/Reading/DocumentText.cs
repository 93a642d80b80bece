using System.Text;

namespace Assistant.Ingestion.Reading;

/// <summary>Collects a document's blocks in reading order and keeps the path of headings above each.</summary>
/// <param name="file">The file: its name is the last resort for a title, its options limit the text.</param>
internal sealed class DocumentText(SourceFile file)
{
    private readonly StringBuilder text = new();
    private readonly List<Block> blocks = [];
    private readonly List<(int Level, string Text)> headings = [];
    private IReadOnlyList<string> path = [];
    private string? firstHeading;

    /// <summary>Whether there is no block yet.</summary>
    public bool IsEmpty => blocks.Count == 0;

    /// <summary>Adds a heading; headings of the same or a deeper level end.</summary>
    /// <param name="level">From 1, the outermost.</param>
    /// <param name="words">Its text; a blank one is left out.</param>
    /// <param name="page">Its page from 1, or null.</param>
    public void AddHeading(int level, string words, int? page = null)
    {
        var line = CleanText.OneLine(words);
        if (line.Length == 0)
        {
            return;
        }

        headings.RemoveAll(heading => heading.Level >= level);
        headings.Add((level, line));
        path = [.. headings.Select(heading => heading.Text)];
        firstHeading ??= line;
        Append(BlockKind.Heading, line, page);
    }

    /// <summary>Adds any block but a heading.</summary>
    /// <param name="kind">What it is; code keeps its blanks, rows become one line, the rest keeps its line breaks.</param>
    /// <param name="words">Its text; a blank one is left out.</param>
    /// <param name="page">Its page from 1, or null.</param>
    public void Add(BlockKind kind, ReadOnlySpan<char> words, int? page = null)
    {
        var clean = kind switch
        {
            BlockKind.Code => CleanText.Preformatted(words),
            BlockKind.TableRow => CleanText.OneLine(words),
            _ => CleanText.Lines(words),
        };
        if (clean.Length > 0)
        {
            Append(kind, clean, page);
        }
    }

    /// <summary>Adds a row of cells; a row of nothing but empty cells is left out.</summary>
    public void AddRow(IReadOnlyList<string> cells)
    {
        var clean = cells.Select(cell => CleanText.OneLine(cell)).ToList();
        if (clean.Exists(cell => cell.Length > 0))
        {
            Add(BlockKind.TableRow, string.Join(" | ", clean));
        }
    }

    /// <summary>Makes the document.</summary>
    /// <param name="mediaType">The media type found by content.</param>
    /// <param name="title">The title that the document carries, or null for its first heading or its name.</param>
    /// <exception cref="Core.UnreadableDocumentException">There is no block.</exception>
    public ReadDocument Build(string mediaType, string? title = null)
    {
        if (IsEmpty)
        {
            throw Unreadable.NoText();
        }

        var named = CleanText.OneLine(title);
        if (named.Length == 0)
        {
            named = firstHeading ?? CleanText.OneLine(Path.GetFileNameWithoutExtension(file.Name));
        }

        return new(named, text.ToString(), WithoutTitle(named), mediaType);
    }

    // The title stands beside every passage already, so a first heading that repeats it would only be said twice.
    private List<Block> WithoutTitle(string title)
    {
        Dictionary<IReadOnlyList<string>, IReadOnlyList<string>> shortened = new(ReferenceEqualityComparer.Instance);
        List<Block> result = new(blocks.Count);
        foreach (var block in blocks)
        {
            if (block.HeadingPath.Count == 0 || !string.Equals(block.HeadingPath[0], title, StringComparison.OrdinalIgnoreCase))
            {
                result.Add(block);
                continue;
            }

            if (!shortened.TryGetValue(block.HeadingPath, out var rest))
            {
                shortened[block.HeadingPath] = rest = [.. block.HeadingPath.Skip(1)];
            }

            result.Add(block with { HeadingPath = rest });
        }

        return result;
    }

    private void Append(BlockKind kind, string words, int? page)
    {
        file.CancellationToken.ThrowIfCancellationRequested();
        if ((long)text.Length + words.Length + 2 > file.Options.MaxCharacters)
        {
            throw Unreadable.TooMuchText(file.Options.MaxCharacters);
        }

        if (blocks.Count > 0)
        {
            // Items and rows belong together; everything else stands apart by a blank line.
            var tight = kind is BlockKind.ListItem or BlockKind.TableRow && blocks[^1].Kind == kind;
            text.Append(tight ? "\n" : "\n\n");
        }

        var start = text.Length;
        text.Append(words);
        blocks.Add(new(kind, start, text.Length, path, page));
    }
}
