using Assistant.Inference.Gguf;

namespace Assistant.Inference.Tokenizers;

/// <summary>
/// BERT's uncased tokenizer in managed code, equal to the reference (BasicTokenizer, then WordPiece). Immutable and safe
/// from many threads. Token names spelled in a text, such as <c>[SEP]</c>, are text.
/// </summary>
public sealed class WordPieceTokenizer
{
    private readonly WordPieceVocabulary vocabulary;

    /// <summary>Makes a tokenizer over a vocabulary.</summary>
    /// <param name="vocabulary">The text of each token by its id, in the original form (<c>##</c> before what continues a word) or in that of GGUF files (<c>▁</c> before what begins one).</param>
    /// <exception cref="ArgumentException">The vocabulary has no [UNK], [CLS] or [SEP].</exception>
    public WordPieceTokenizer(IReadOnlyList<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        this.vocabulary = new(vocabulary);
        VocabularySize = vocabulary.Count;
        UnknownId = IdOf("[UNK]");
        BeginId = IdOf("[CLS]");
        EndId = IdOf("[SEP]");

        int IdOf(string token)
        {
            for (var id = 0; id < vocabulary.Count; id++)
            {
                if (vocabulary[id] == token)
                {
                    return id;
                }
            }

            throw new ArgumentException($"This is no BERT vocabulary: it has no token {token}.", nameof(vocabulary));
        }
    }

    /// <summary>How many tokens the vocabulary has.</summary>
    public int VocabularySize { get; }

    /// <summary>The id of [UNK], which stands for a word that no pieces make up.</summary>
    public int UnknownId { get; }

    /// <summary>The id of [CLS], which a model wants before a text. It is in no count and no encoding.</summary>
    public int BeginId { get; }

    /// <summary>The id of [SEP], which a model wants after a text. It is in no count and no encoding.</summary>
    public int EndId { get; }

    /// <summary>Reads the vocabulary of a model file, not its weights.</summary>
    /// <param name="path">A GGUF file of the BERT family.</param>
    /// <exception cref="InvalidModelFileException">The file can't be read, or has no WordPiece vocabulary.</exception>
    public static WordPieceTokenizer FromGguf(string path) => FromGguf(GgufFile.Open(path));

    /// <summary>Takes the vocabulary of a model file whose header was read.</summary>
    /// <param name="file">A GGUF file of the BERT family.</param>
    /// <exception cref="InvalidModelFileException">The file has no WordPiece vocabulary.</exception>
    public static WordPieceTokenizer FromGguf(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.TokenizerModel != "bert")
        {
            throw new InvalidModelFileException(file.Path, $"its tokenizer is '{file.TokenizerModel ?? "none"}', not BERT's WordPiece.");
        }

        try
        {
            return new(file.Tokens);
        }
        catch (ArgumentException e)
        {
            throw new InvalidModelFileException(file.Path, "its vocabulary is not BERT's.", e);
        }
    }

    /// <summary>How many tokens a text has, without [CLS] and [SEP].</summary>
    public int Count(ReadOnlySpan<char> text)
    {
        WordReader words = new(text, stackalloc char[WordReader.Room], []);
        var count = 0;
        while (words.MoveNext())
        {
            count += CountOf(words.Letters);
        }

        return count;
    }

    /// <summary>The tokens of a text with the places that they stand for, without [CLS] and [SEP].</summary>
    public IReadOnlyList<WordPiece> Encode(ReadOnlySpan<char> text)
    {
        List<WordPiece> pieces = new(text.Length / 4);
        WordReader words = new(text, stackalloc char[WordReader.Room], stackalloc int[WordReader.Room]);
        while (words.MoveNext())
        {
            var letters = words.Letters;
            var before = pieces.Count;
            var at = 0;
            while (at < letters.Length && vocabulary.TryMatch(letters[at..], continues: at > 0, out var id, out var length))
            {
                var start = words.OriginOf(at);
                at += length;
                pieces.Add(new(id, start, words.OriginOf(at) - start));
            }

            if (at == 0 || at < letters.Length)
            {
                pieces.RemoveRange(before, pieces.Count - before);
                pieces.Add(new(UnknownId, words.Start, words.End - words.Start));
            }
        }

        return pieces;
    }

    private int CountOf(ReadOnlySpan<char> letters)
    {
        var count = 0;
        for (var at = 0; at < letters.Length; count++)
        {
            if (!vocabulary.TryMatch(letters[at..], continues: at > 0, out _, out var length))
            {
                return 1;
            }

            at += length;
        }

        return Math.Max(count, 1);
    }
}
