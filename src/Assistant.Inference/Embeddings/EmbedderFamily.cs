using System.Text.RegularExpressions;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Embeddings;

/// <summary>What an embedder was trained to read: how questions and passages begin, and how much of a text.</summary>
/// <param name="QueryPrefix">What is put before a question.</param>
/// <param name="PassagePrefix">What is put before a passage.</param>
/// <param name="MaxTokens">The tokens of a text that are read, the marks at its ends included.</param>
internal sealed partial record EmbedderFamily(string QueryPrefix, string PassagePrefix, int MaxTokens)
{
    // The model cards of the families name these words; without them vectors of questions and passages lie apart.
    private const string BgeEnglish = "Represent this sentence for searching relevant passages: ";
    private const string BgeChinese = "为这个句子生成表示以用于检索相关文章：";
    private const string Task = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ";

    // sentence-transformers cuts at 256 for all-MiniLM-L6-v2, which was trained on no more, though 512 positions exist.
    private const int MiniLmTokens = 256;

    /// <summary>The family of a file, by the name that it gives itself or has.</summary>
    /// <param name="file">The model.</param>
    /// <param name="mostTokens">The most that is read of a text whatever the family.</param>
    public static EmbedderFamily Of(GgufFile file, int mostTokens = LocalModelsOptions.DefaultEmbedderTokens)
    {
        var positions = Math.Min(mostTokens, file.ContextLength > 0 ? file.ContextLength : LocalModelsOptions.DefaultEmbedderTokens);
        var names = $"{file.GetString("general.name")} {file.GetString("general.basename")} {Path.GetFileName(file.Path)}";
        return names switch
        {
            _ when Has(names, "minilm") => new("", "", Math.Min(MiniLmTokens, positions)),
            _ when E5().IsMatch(names) && Has(names, "instruct") => new(Task, "", positions),
            _ when E5().IsMatch(names) => new("query: ", "passage: ", positions),
            _ when Has(names, "bge-m3") => new("", "", positions),
            _ when Has(names, "bge") && Has(names, "zh") => new(BgeChinese, "", positions),
            _ when Has(names, "bge") => new(BgeEnglish, "", positions),
            _ when Has(names, "nomic") => new("search_query: ", "search_document: ", positions),
            _ when Has(names, "gemma") => new("task: search result | query: ", "title: none | text: ", positions),
            _ when Has(names, "qwen3") => new(Task.TrimEnd(' '), "", positions),
            _ => new("", "", positions),
        };
    }

    // Two characters that any hash or version in a file's name may hold: only as a word of their own.
    [GeneratedRegex("(?<![A-Za-z0-9])e5(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex E5();

    private static bool Has(string names, string part) => names.Contains(part, StringComparison.OrdinalIgnoreCase);
}
