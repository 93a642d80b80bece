using System.Numerics.Tensors;
using Assistant.Inference.Encoders;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Embeddings;

/// <summary>A loaded embedder.</summary>
internal sealed class EmbeddingEngine : IAsyncDisposable
{
    private readonly EncoderLanes lanes;
    private readonly EmbedderFamily family;
    private readonly TextMarks marks;
    private readonly int maxTokens;

    public EmbeddingEngine(LlamaModel model, EmbedderFamily family, int threads, ChatActivity chat, TimeProvider time)
    {
        this.family = family;
        maxTokens = Math.Min(family.MaxTokens, model.TrainedContext);
        marks = model.Vocabulary.Marks(ModelKinds.IsEncoder(model.File));
        lanes = new(model, maxTokens, threads, chat, time);
    }

    /// <summary>The length of the vectors.</summary>
    public int Dimensions => lanes.Model.Dimensions;

    /// <summary>Refuses what is no embedder before its tokens reach native code.</summary>
    /// <exception cref="InvalidModelFileException">It is something else.</exception>
    public static void Check(GgufFile file)
    {
        if (ModelKinds.Of(file) != ModelKind.Embedder)
        {
            throw new InvalidModelFileException(file.Path, $"it is no embedder (its architecture is '{file.Architecture}').");
        }

        if (!ModelKinds.MakesVectors(file))
        {
            throw new InvalidModelFileException(
                file.Path, $"it doesn't say how the vectors of its tokens become one ('{file.Architecture}.pooling_type'); convert it again with a newer llama.cpp.");
        }
    }

    /// <summary>The tokens of a text, cut to what the model reads.</summary>
    public EmbeddingText Read(string text, int index, bool isQuery)
    {
        var tokens = lanes.Model.Vocabulary.TokensOf((isQuery ? family.QueryPrefix : family.PassagePrefix) + text, maxTokens);
        var marked = marks.Around(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens), maxTokens, out var isCut);
        return new(index, marked, isCut);
    }

    /// <summary>The vectors of the texts, of length 1, in their order.</summary>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, Urgency urgency, CancellationToken cancellationToken)
    {
        var vectors = new float[texts.Count][];
        await lanes.RunAsync(
            [.. texts.Select(text => text.Tokens)], urgency, (index, context) => vectors[texts[index].Index] = Normalised(context.Vector(sequence: 0)), cancellationToken);
        return vectors;
    }

    /// <summary>Computes what waits, then frees the model.</summary>
    public ValueTask DisposeAsync() => lanes.DisposeAsync();

    private static float[] Normalised(ReadOnlySpan<float> vector)
    {
        var normalised = vector.ToArray();
        var norm = TensorPrimitives.Norm(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(normalised, norm, normalised);
        }

        return normalised;
    }
}
