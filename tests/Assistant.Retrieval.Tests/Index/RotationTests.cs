using System.Numerics.Tensors;
using Assistant.Retrieval.Index.Local.Dense;

namespace Assistant.Retrieval.Tests.Index;

public class RotationTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    [InlineData(384)]
    [InlineData(1024)]
    public void Angles_stay_as_they_were(int length)
    {
        Random random = new(length);
        var (one, other) = (Draw(random, length), Draw(random, length));
        var before = TensorPrimitives.CosineSimilarity(one, other);

        Turn(one);
        Turn(other);

        Assert.Equal(before, TensorPrimitives.CosineSimilarity(one, other), 1e-4f);
    }

    [Fact]
    public void What_stood_in_a_few_dimensions_is_spread_over_all()
    {
        var vector = new float[384];
        vector[7] = 1;

        Turn(vector);

        var largest = vector.Max(Math.Abs);
        Assert.True(vector.Count(value => Math.Abs(value) > largest / 10) > 300, "Three rounds reach nearly every dimension.");
    }

    private static float[] Draw(Random random, int length) => [.. Enumerable.Range(0, length).Select(at => (float)(random.NextDouble() - 0.4) / (at + 1))];

    private static void Turn(float[] vector) => Rotation.Of(vector.Length).Turn(vector, new float[vector.Length]);
}
