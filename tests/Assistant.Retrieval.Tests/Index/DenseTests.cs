using System.Numerics.Tensors;
using System.Runtime.Intrinsics.X86;
using Assistant.Core;
using Assistant.Retrieval.Index.Local.Dense;
using static Assistant.Retrieval.Tests.Index.IndexFixture;

namespace Assistant.Retrieval.Tests.Index;

public sealed class DenseTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    [InlineData(384)]
    [InlineData(1024)]
    public void Every_path_of_the_byte_product_gives_the_same_integer(int length)
    {
        Random random = new(length);
        for (var round = 0; round < 50; round++)
        {
            var query = Enumerable.Range(0, length).Select(_ => (short)random.Next(-127, 128)).ToArray();
            var row = Enumerable.Range(0, length).Select(_ => round == 0 ? sbyte.MinValue : (sbyte)random.Next(-128, 128)).ToArray();
            var expected = ByteDot.Scalar(ref query[0], ref row[0], length);

            Assert.Equal(expected, query.Select((value, at) => value * row[at]).Sum());
            Assert.Equal(expected, ByteDot.Portable(ref query[0], ref row[0], length));
            Assert.Equal(expected, ByteDot.Of(ref query[0], ref row[0], length));
            if (Avx2.IsSupported)
            {
                Assert.Equal(expected, ByteDot.Avx(ref query[0], ref row[0], length));
            }

            if (Avx512BW.IsSupported)
            {
                Assert.Equal(expected, ByteDot.Avx512(ref query[0], ref row[0], length));
            }
        }
    }

    [Fact]
    public void A_packed_vector_is_a_ten_thousandth_off_at_most()
    {
        var vector = RandomUnit(new(7), 384, []);
        var bytes = PackedVector.Of(vector).ToBytes();
        var packed = PackedVector.FromBytes(bytes);

        for (var at = 0; at < vector.Length; at++)
        {
            Assert.Equal(vector[at], packed.Scale * packed.Steps[at], 1e-4f);
        }
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(1)]
    public async Task Nearly_all_of_the_true_neighbours_are_found_by_codes_and_by_bits(int bitCodesFrom)
    {
        const int Count = 4_000;
        Random random = new(11);
        var centres = Enumerable.Range(0, 60).Select(_ => RandomUnit(random, 128, [])).ToArray();
        var vectors = Enumerable.Range(0, Count).Select(_ => RandomUnit(random, 128, centres[random.Next(centres.Length)])).ToArray();
        using var index = Open(folder.File("assistant.db"), bitCodesFrom: bitCodesFrom);
        var version = Version("a");
        await index.StageAsync(version, Passages(version, [.. Enumerable.Range(0, Count).Select(_ => "x")]), CancellationToken.None);
        await index.PublishAsync(version, CancellationToken.None);
        await index.StoreVectorsAsync("test", [.. vectors.Select((vector, at) => new PassageVector($"a.1-{at:D6}", vector))], CancellationToken.None);

        var hits = 0;
        for (var query = 0; query < 50; query++)
        {
            var asked = RandomUnit(random, 128, centres[random.Next(centres.Length)]);
            var truth = vectors.Select((vector, at) => (at, cosine: TensorPrimitives.Dot(vector, asked))).OrderByDescending(pair => pair.cosine).Take(10).ToList();
            var found = (await index.SearchAsync(new() { Vector = asked, Embedder = "test", Top = 10 }, Asker.Anonymous, CancellationToken.None)).Dense;

            hits += truth.Count(pair => found.Any(match => match.Passage.Ordinal == pair.at));
            Assert.Equal(truth[0].cosine, found[0].Score, 3);
        }

        Assert.True(hits >= 495, $"{hits} of 500 neighbours were found.");
    }

    [Theory]
    [InlineData(384)]
    [InlineData(100)]
    [InlineData(768)]
    public void Bits_differ_in_as_many_places_as_counting_finds(int dimensions)
    {
        Random random = new(dimensions);
        var vectors = Enumerable.Range(0, 300).Select(_ => RandomUnit(random, dimensions, [])).ToArray();
        var shelf = VectorShelf.Empty;
        for (var at = 0; at < vectors.Length; at += 50)
        {
            shelf = shelf.With([.. vectors.Skip(at).Take(50).Select((vector, place) => (at + place, PackedVector.Of(vector)))], bitsFrom: 100);
        }

        var asked = RandomUnit(random, dimensions, []);
        DenseQuery query = new(asked, shelf);
        var distances = new ushort[shelf.Count];
        shelf.Bits!.Distances(query.Bits, distances);

        // The mean is that of the vectors there were when the shelf had last doubled, as the packed form has them.
        var rows = Enumerable.Range(0, shelf.Count).Select(vector => Row(shelf, vector)).ToArray();
        var mean = Enumerable.Range(0, shelf.Stride).Select(at => (float)rows.Take(shelf.Bits.MadeFor).Average(row => (double)row[at])).ToArray();
        var turnedQuery = Turned([.. asked, .. new float[shelf.Stride - dimensions]], mean);
        for (var vector = 0; vector < rows.Length; vector++)
        {
            var turned = Turned(rows[vector], mean);
            var expected = turned.Zip(turnedQuery).Count(pair => pair.First > 0 != pair.Second > 0);
            Assert.InRange(distances[vector], expected - 2, expected + 2);
            Assert.Equal(TensorPrimitives.Dot(vectors[vector], asked), shelf.Approximate(query, vector), 0.004f);
        }
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(500)]
    public async Task Whatever_share_an_asker_may_read_its_nearest_are_found(int bitCodesFrom)
    {
        const int Documents = 100;
        const int Each = 30;
        Random random = new(23);
        var centres = Enumerable.Range(0, 40).Select(_ => RandomUnit(random, 64, [])).ToArray();
        using var index = Open(folder.File("assistant.db"), bitCodesFrom: bitCodesFrom);
        List<(Passage Passage, float[] Vector, int Reader)> all = [];
        for (var document = 0; document < Documents; document++)
        {
            var version = Version($"d{document}", readBy: [$"group:{document % 20}", document % 2 == 0 ? "group:half" : "group:rest"]);
            var passages = Passages(version, [.. Enumerable.Range(0, Each).Select(_ => "x")]);
            await index.StageAsync(version, passages, CancellationToken.None);
            await index.PublishAsync(version, CancellationToken.None);
            var added = passages.Select(passage => (passage, RandomUnit(random, 64, centres[random.Next(centres.Length)]), document)).ToList();
            await index.StoreVectorsAsync("test", [.. added.Select(pair => new PassageVector(pair.passage.Id, pair.Item2))], CancellationToken.None);
            all.AddRange(added);
            if (document % 7 == 3)
            {
                await index.DeleteAsync(version.DocumentId, CancellationToken.None);
                all.RemoveAll(pair => pair.Reader == document);
            }
        }

        foreach (var (group, reads) in new (string, Func<int, bool>)[] { ("group:4", document => document % 20 == 4), ("group:half", document => document % 2 == 0), ("group:none", _ => false) })
        {
            var visible = all.Where(pair => reads(pair.Reader)).ToList();
            for (var round = 0; round < 15; round++)
            {
                var asked = RandomUnit(random, 64, centres[random.Next(centres.Length)]);
                var expected = visible.OrderByDescending(pair => TensorPrimitives.Dot(pair.Vector, asked)).Take(10).Select(pair => pair.Passage.Id);

                var found = await index.SearchAsync(new() { Vector = asked, Embedder = "test", Top = 10 }, Asker.With(group), CancellationToken.None);

                Assert.Equal(expected, found.Dense.Select(match => match.Passage.Id));
            }
        }
    }

    [Fact]
    public async Task A_query_of_another_length_is_refused()
    {
        using var index = Open(folder.File("assistant.db"));
        await index.PublishAsync(Version("a"), "One.");
        await index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 0))], CancellationToken.None);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => index.NearAsync(Unit(1, 0, 0)));
        Assert.Contains("3 dimensions", refused.Message, StringComparison.Ordinal);
    }

    private static float[] Row(VectorShelf shelf, int vector)
    {
        var row = new float[shelf.Stride];
        shelf.Unpack(vector, row);
        return row;
    }

    private static float[] Turned(float[] vector, float[] mean)
    {
        var turned = new float[vector.Length];
        TensorPrimitives.Subtract(vector, mean, turned);
        Rotation.Of(turned.Length).Turn(turned, new float[turned.Length]);
        return turned;
    }

    private static float[] RandomUnit(Random random, int dimensions, float[] centre) =>
        Unit([.. Enumerable.Range(0, dimensions).Select(at => (float)((random.NextDouble() * 2) - 1 + (centre.Length > 0 ? 12 * centre[at] : 0)))]);
}
