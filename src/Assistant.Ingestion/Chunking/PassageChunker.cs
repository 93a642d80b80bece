using System.Globalization;
using Assistant.Core;
using Assistant.Ingestion.Reading;

namespace Assistant.Ingestion.Chunking;

/// <summary>Cuts a document into passages along its structure: sections first, then blocks, and only where these are too long sentences.</summary>
/// <remarks>
/// Stateless and safe to share. The same document gives the same passages. Passages come one by one, so that a document of any
/// length needs no memory beyond its text and blocks.
/// </remarks>
internal sealed class PassageChunker(ITokenCounter tokens)
{
    private readonly PassageSize size = new(tokens);

    /// <summary>The passages in reading order; none when the document has no text.</summary>
    public IEnumerable<Passage> Chunk(ReadDocument document, DocumentVersion version)
    {
        PassageLanguage language = new(document.Text);
        var ordinal = 0;
        foreach (var (draft, path) in Drafts(document))
        {
            var first = draft.Pieces[0];
            var (start, end) = (first.Start, draft.Pieces[^1].End);
            var words = document.Text[start..end];
            yield return new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{version.VersionId}-{ordinal:D6}"),
                DocumentId = version.DocumentId,
                DocumentName = version.DocumentName,
                Collection = version.Collection,
                Title = document.Title,
                HeadingPath = path,
                Page = document.Blocks[first.Block].Page,
                Ordinal = ordinal++,
                Start = start,
                End = end,
                Text = first.Header is { } header ? $"{header.Text}\n{words}" : words,
                Tokens = draft.Cost,
                Language = language.Of(words),
            };
        }
    }

    private IEnumerable<(Draft Draft, IReadOnlyList<string> Path)> Drafts(ReadDocument document)
    {
        Pieces pieces = new(document, size);
        Packing packing = new(document.Blocks, size);
        (Draft Draft, IReadOnlyList<string> Path)? waiting = null;
        List<Piece> headings = [];
        foreach (var section in Section.Of(document.Blocks))
        {
            // Read only as far as tells whether the section fits one passage: it may be the whole of a long book.
            using var rest = PiecesOf(section, document, pieces).GetEnumerator();
            var start = headings;
            headings = [];
            var cost = start.Sum(piece => piece.Cost);
            var isWhole = true;
            while (rest.MoveNext())
            {
                start.Add(rest.Current);
                cost += rest.Current.Cost;
                if (cost > size.Target)
                {
                    isWhole = false;
                    break;
                }
            }

            if (start.Count == 0)
            {
                continue;
            }

            if (isWhole && section.IsHeadingOnly && IsAbove(section, document.Blocks))
            {
                headings = start;
            }
            else if (isWhole && waiting is { } small && Joins(small.Draft.Cost, cost))
            {
                waiting = (small.Draft.With(Draft.Of(start)), Section.CommonPath(small.Path, section.Path));
            }
            else
            {
                if (waiting is { } done)
                {
                    yield return done;
                }

                waiting = isWhole ? (Draft.Of(start), section.Path) : null;
                foreach (var draft in isWhole ? [] : packing.Pack(start.Concat(Remaining(rest))))
                {
                    yield return (draft, section.Path);
                }
            }
        }

        if (waiting is { } last)
        {
            yield return last;
        }
    }

    // Sections are what their author set apart; only crumbs are put together.
    private bool Joins(int cost, int next) => (cost <= size.Tiny || next <= size.Tiny) && cost + next <= size.Target;

    // A heading with nothing of its own goes with the first section below it.
    private static bool IsAbove(Section section, IReadOnlyList<Block> blocks) =>
        section.End < blocks.Count && Section.CommonPath(section.Path, blocks[section.End].HeadingPath).Count == section.Path.Count;

    private IEnumerable<Piece> PiecesOf(Section section, ReadDocument document, Pieces pieces)
    {
        TableHeader? header = null;
        var isInTable = false;
        for (var number = section.First; number < section.End; number++)
        {
            var isRow = document.Blocks[number].Kind == BlockKind.TableRow;
            foreach (var piece in pieces.Of(number, isRow && isInTable ? header : null))
            {
                yield return piece;
            }

            if (isRow && !isInTable)
            {
                header = HeaderOf(document, document.Blocks[number]);
            }

            isInTable = isRow;
        }
    }

    // A "header" that fills a good part of a passage would drown the rows.
    private TableHeader? HeaderOf(ReadDocument document, Block row)
    {
        var text = document.Text[row.Start..row.End].Trim();
        return text.Length is > 0 and < 2_000 && size.Of(text) is var cost && cost <= size.Tiny ? new(text, cost) : null;
    }

    private static IEnumerable<Piece> Remaining(IEnumerator<Piece> rest)
    {
        while (rest.MoveNext())
        {
            yield return rest.Current;
        }
    }
}
