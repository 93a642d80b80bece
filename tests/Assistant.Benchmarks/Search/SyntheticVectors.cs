namespace Assistant.Benchmarks.Search;

/// <summary>Vectors that are as hard to search as specs/retrieval.md makes them ("data A"): 4,000 clusters of Zipf sizes, a power-law spectrum, noise 0.9.</summary>
internal sealed class SyntheticVectors
{
    /// <summary>The length of each.</summary>
    public const int Dimensions = 384;

    private const int Clusters = 4_000;
    private const double Decay = 0.7;
    private const float Noise = 0.9f;

    private readonly Random random = new(20261124);
    private readonly float[][] centres;
    private readonly double[] shares;

    /// <summary>Draws the clusters.</summary>
    public SyntheticVectors()
    {
        centres = [.. Enumerable.Range(0, Clusters).Select(_ => Draw())];
        var total = Enumerable.Range(1, Clusters).Sum(rank => 1.0 / rank);
        double sum = 0;
        shares = [.. Enumerable.Range(1, Clusters).Select(rank => sum += 1.0 / rank / total)];
    }

    /// <summary>A fresh vector of length 1.</summary>
    public float[] Next()
    {
        var at = Array.BinarySearch(shares, random.NextDouble());
        var centre = centres[Math.Min(Clusters - 1, at < 0 ? ~at : at)];
        var vector = Draw();
        for (var dimension = 0; dimension < Dimensions; dimension++)
        {
            vector[dimension] = centre[dimension] + (Noise * vector[dimension]);
        }

        return Unit(vector);
    }

    private float[] Draw()
    {
        var vector = new float[Dimensions];
        for (var dimension = 0; dimension < Dimensions; dimension++)
        {
            // Box and Muller's normal deviate; the variance of a dimension falls with its number.
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            vector[dimension] = (float)(normal * Math.Pow(dimension + 1, -Decay / 2));
        }

        return Unit(vector);
    }

    private static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }
}
