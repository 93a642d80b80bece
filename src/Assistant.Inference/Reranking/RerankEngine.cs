using System.Runtime.InteropServices;
using Assistant.Inference.Encoders;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Reranking;

/// <summary>A loaded cross-encoder: it reads a query and a text together and gives one number.</summary>
internal sealed class RerankEngine : IAsyncDisposable
{
    private readonly EncoderLanes lanes;
    private readonly TextMarks marks;
    private readonly int[] between;
    private readonly int room;

    public RerankEngine(LlamaModel model, int mostTokens, int threads, ChatActivity chat, TimeProvider time)
    {
        marks = model.Vocabulary.Marks(isEncoder: true);
        between = Between(model.File, marks);
        var maxTokens = Math.Min(mostTokens, model.TrainedContext);
        room = maxTokens - marks.Count - between.Length;
        lanes = new(model, maxTokens, threads, chat, time);
    }

    /// <summary>Refuses what is no cross-encoder before its tokens reach native code.</summary>
    /// <exception cref="InvalidModelFileException">It is something else.</exception>
    public static void Check(GgufFile file)
    {
        if (ModelKinds.Of(file) != ModelKind.Reranker)
        {
            throw new InvalidModelFileException(file.Path, $"it is no reranker ('{file.Architecture}.pooling_type' is not 4).");
        }

        if (!ModelKinds.IsEncoder(file))
        {
            throw new InvalidModelFileException(file.Path, $"rerankers of the architecture '{file.Architecture}' aren't supported, only cross-encoders of the BERT family.");
        }

        // Without a head the graph gives the vector of the first mark, and its first number would pass for a score.
        if (!file.Tensors.Any(tensor => tensor.Name == "cls.output.weight" || (tensor.Name == "cls.weight" && tensor.Shape is [_, 1])))
        {
            throw new InvalidModelFileException(file.Path, "it has no head that gives a score ('cls.output.weight').");
        }

        if (file.GetArray<string>(file.Architecture + ".classifier.output_labels") is { Length: > 1 } labels)
        {
            throw new InvalidModelFileException(file.Path, $"it sorts into {labels.Length} classes instead of giving one score.");
        }
    }

    /// <summary>Query and text as the model reads them: [CLS] query [SEP] text [SEP], or &lt;s&gt; query &lt;/s&gt;&lt;/s&gt; text &lt;/s&gt;.</summary>
    /// <remarks>
    /// The text is cut at its end. A query may take half of the room, so that something is left for the text, and is cut at its end past that.
    /// </remarks>
    public (int[] Tokens, bool IsTruncated) Read(ReadOnlySpan<int> query, string text)
    {
        var asked = query[..Math.Min(query.Length, room / 2)];
        var tokens = CollectionsMarshal.AsSpan(lanes.Model.Vocabulary.TokensOf(text, room));
        var read = tokens[..Math.Min(tokens.Length, room - asked.Length)];
        return ([.. marks.Before, .. asked, .. between, .. read, .. marks.After], read.Length < tokens.Length);
    }

    /// <summary>The tokens of a query.</summary>
    public int[] Read(string query) => [.. lanes.Model.Vocabulary.TokensOf(query, room)];

    /// <summary>The score of each pair, in their order.</summary>
    public async Task<float[]> ScoreAsync(IReadOnlyList<int[]> pairs, CancellationToken cancellationToken)
    {
        var scores = new float[pairs.Count];
        await lanes.RunAsync(pairs, Urgency.Awaited, (index, context) => scores[index] = context.Score(sequence: 0), cancellationToken);
        return scores;
    }

    /// <summary>Computes what waits, then frees the model.</summary>
    public ValueTask DisposeAsync() => lanes.DisposeAsync();

    // What the file says, as llama.cpp's own server joins them; XLM-RoBERTa's pairs have two marks also where older files don't say so.
    private static int[] Between(GgufFile file, TextMarks marks) =>
        file.GetBoolean("tokenizer.ggml.add_sep_token") is { } twice ? (twice && file.GetBoolean("tokenizer.ggml.add_eos_token") == true ? [.. marks.After, .. marks.After] : marks.After)
        : file.TokenizerModel == "t5" ? [.. marks.After, .. marks.After]
        : marks.After;
}
