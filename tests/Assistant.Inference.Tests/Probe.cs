using System.Diagnostics;
using System.Numerics.Tensors;
using Assistant.Inference.Engine;
using Assistant.Inference.Tests.Fixtures;
namespace Assistant.Inference.Tests;
public class Probe(ITestOutputHelper output)
{
    [Fact]
    public void Run()
    {
        using var model = Local.Load(ModelPaths.ShippedEmbedder);
        var text = string.Join(' ', Enumerable.Range(0, 130).Select(i => "word" + (i * 7 % 50)));
        var tokens = model.Vocabulary.TokenizeMarked(text)[..200];
        foreach (var bt in new[] { 256, 512, 1024, 2048 })
        {
            var before = Rss();
            using LlamaContext context = new(model, new() { ContextTokens = bt, BatchTokens = bt, Sequences = 16, Embeddings = true });
            using TokenBatch batch = new(context.Limits);
            float[] one = Go(context, batch, 1)[0];
            var many = Go(context, batch, bt / 200);
            output.WriteLine($"{bt}: dist {string.Join(' ', many.Select(v => TensorPrimitives.Distance(v, one) / TensorPrimitives.Norm(one)))} rss {before}->{Rss()}");
            var sw = Stopwatch.StartNew();
            int n = 0;
            while (sw.ElapsedMilliseconds < 3000) { n += Go(context, batch, bt / 200).Length; }
            output.WriteLine($"   {n / sw.Elapsed.TotalSeconds:F1} passages/s");
        }
        float[][] Go(LlamaContext context, TokenBatch batch, int n)
        {
            batch.Clear();
            for (var s = 0; s < n; s++) { for (var p = 0; p < tokens.Length; p++) { batch.Add(tokens[p], p, s, true); } }
            context.Encode(batch);
            return [.. Enumerable.Range(0, n).Select(s => context.Vector(s).ToArray())];
        }
        static long Rss() => Environment.WorkingSet >> 20;
    }
}
