using System.Numerics.Tensors;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>Checks tokens against a context of their own, in which nothing was shared, batched or kept.</summary>
internal static class Likeliest
{
    // Rounding: keys and values are 16-bit floats, and sums are taken in another order when requests are computed together.
    private const float Rounding = 0.05f;

    /// <summary>Asserts that each token of an answer is the likeliest one after what came before it, but for rounding.</summary>
    public static void Assert(LlamaModel model, IReadOnlyList<int> prompt, IReadOnlyList<int> answer)
    {
        List<int> all = [.. prompt, .. answer];
        using LlamaContext context = new(model, new() { ContextTokens = all.Count, BatchTokens = all.Count });
        using TokenBatch batch = new(context.Limits);
        for (var position = 0; position < all.Count; position++)
        {
            batch.Add(all[position], position, 0, output: position >= prompt.Count - 1);
        }

        context.Decode(batch);
        for (var index = 0; index < answer.Count; index++)
        {
            var logits = context.Logits(prompt.Count - 1 + index);
            Xunit.Assert.InRange(logits[answer[index]], TensorPrimitives.Max(logits) - Rounding, float.MaxValue);
        }
    }
}
