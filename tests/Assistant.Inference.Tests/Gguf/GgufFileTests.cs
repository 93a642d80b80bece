using System.Buffers.Binary;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Gguf;

public sealed class GgufFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_header_is_read_with_the_types_that_it_declares()
    {
        object[] values =
        [
            (byte)200, (sbyte)-2, (ushort)60000, (short)-3, 4_000_000_000u, -5, 1.5f, true, "né", ulong.MaxValue, long.MinValue, 2.5,
            new[] { 1, 2, 3 }, new[] { "a", "", "ü" }, new[] { true, false }, Array.Empty<float>(), new[] { 1.5, -1.5 },
        ];
        GgufWriter writer = new();
        writer.Add("general.architecture", "llama").Tensor("w", new float[64], 32, 2);
        for (var index = 0; index < values.Length; index++)
        {
            writer.Add($"k{index}", values[index]);
        }

        var file = GgufFile.Open(writer.WriteTo(folder.File("types.gguf")));

        Assert.All(values.Index(), value => Assert.Equal(value.Item, file.Metadata[$"k{value.Index}"]));
        Assert.Equal(200, file.GetInteger("k0"));
        Assert.Null(file.GetInteger("k9"));
        Assert.True(file.GetBoolean("k7"));
        Assert.Null(file.GetArray<uint>("k12"));
        var tensor = Assert.Single(file.Tensors);
        Assert.Equal(("w", 0, 0L, 256L), (tensor.Name, tensor.Type, tensor.Offset, tensor.Bytes));
        Assert.Equal([32, 2], tensor.Shape);
        Assert.Equal(("types", "llama", 0), (file.Name, file.Architecture, file.ContextLength));
    }

    [Fact]
    public void The_shipped_embedder_tells_what_it_is()
    {
        var file = GgufFile.Open(ModelPaths.ShippedEmbedder);

        Assert.Equal(("bert", "bert", 512, 384, 30522), (file.Architecture, file.TokenizerModel, file.ContextLength, file.EmbeddingLength, file.Tokens.Count));
        Assert.Equal(25_285_312, file.Bytes);
        Assert.True(file.TensorCount > 100);
    }

    [Theory]
    [InlineData("SmolLM2-135M-Instruct.Q4_1.gguf", "llama", 49152, true)]
    [InlineData("multilingual-e5-small-Q4_0.gguf", "bert", 250002, true)]
    [InlineData("vocab-mistral-tekken.gguf", "llama", 131072, false)]
    [InlineData("vocab-mistral-v3-spm.gguf", "llama", 32768, false)]
    public void Real_files_are_read(string name, string architecture, int tokens, bool weights)
    {
        var file = GgufFile.Open(Repository.SharedOrSkip("models", name));

        Assert.Equal((architecture, tokens, weights), (file.Architecture, file.Tokens.Count, file.TensorCount > 0));
    }

    [Fact]
    public void What_is_no_model_file_is_refused_with_its_name_and_fault()
    {
        Refused(folder.File("gone.gguf"), "there is no such file");
        Refused(folder.Path, "it is a folder");
        Refused(Written("empty.gguf", []), "it is empty");
        Refused(folder.Write("text.gguf", "This is not a model, it is a sentence."), "isn't a GGUF file");
        Refused(Written("short.gguf", "GGUF"u8.ToArray()), "isn't a GGUF file");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", folder.File("pipe.gguf")))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // On a thread of its own: what hangs in the system cannot be cancelled.
        await Assert.ThrowsAsync<InvalidModelFileException>(() => Task.Run(() => GgufFile.Open(folder.File("pipe.gguf")), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused()
    {
        var whole = TinyGguf.Writer().ToBytes();
        // All of the header's start, then steps through the rest of the header and the weights.
        var cuts = Enumerable.Range(1, 400).Concat(Enumerable.Range(1, 300).Select(step => step * (whole.Length - 1) / 300));

        Assert.All(cuts, cut => Assert.Throws<InvalidModelFileException>(() => GgufFile.Open(Written("cut.gguf", whole[..cut]))));
    }

    [Theory]
    [InlineData(4, 1, "version 1")]
    [InlineData(4, 0x03000000, "big-endian")]
    [InlineData(8, 0xFFFFFFFF, "claims")]
    [InlineData(16, 0xFFFFFFFF, "claims")]
    [InlineData(24, 0x7FFFFFFF, "claims to be")]
    public void Absurd_numbers_in_the_header_are_refused(int position, uint number, string fault)
    {
        var bytes = TinyGguf.Writer().ToBytes();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(position), number);

        Refused(Written("absurd.gguf", bytes), fault);
    }

    [Fact]
    public void A_header_that_lies_about_its_contents_is_refused()
    {
        Refused(new GgufWriter().Add("a", 1).Add("a", 2), "twice");
        Refused(new GgufWriter().Add("general.alignment", 24u), "power of two");
        Refused(new GgufWriter().Add("general.alignment", "x"), "power of two");
        Refused(new GgufWriter().Tensor("w", new float[4], 4).Tensor("w", new float[4], 4), "twice");
        Refused(new GgufWriter().Tensor(new('n', 64), new float[4], 4), "claims to be 64 bytes");
        Refused(new GgufWriter().Tensor("w", new float[4], 1, 1, 1, 1, 4), "5 dimensions");
        Refused(new GgufWriter().Tensor("w", new float[4], long.MaxValue, long.MaxValue), "more elements");
        Refused(new GgufWriter().Tensor("w", new float[4], 4, 0), "impossible shape");
        Refused(new GgufWriter().Tensor("w", new float[4], 1 << 20), "its tensors need");
    }

    [Fact]
    public void No_flipped_byte_in_a_header_makes_anything_but_a_model_file_exception()
    {
        var whole = TinyGguf.Writer().ToBytes();
        Random random = new(7);
        for (var round = 0; round < 1500; round++)
        {
            var bytes = whole.ToArray();
            for (var flips = 0; flips < 3; flips++)
            {
                bytes[random.Next(8192)] = (byte)random.Next(256);
            }

            try
            {
                Assert.NotNull(GgufFile.Open(Written("flipped.gguf", bytes)).Metadata);
            }
            catch (InvalidModelFileException e)
            {
                Assert.Contains("flipped.gguf", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void An_array_that_claims_more_than_the_file_takes_no_memory()
    {
        var bytes = new GgufWriter().Add("tokenizer.ggml.tokens", new[] { "a" }).ToBytes();
        // 24 bytes of head, the key with its length, two types, then the count.
        var count = 24 + 8 + "tokenizer.ggml.tokens".Length + 8;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(count), 1UL << 40);
        var path = Written("bomb.gguf", bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(path, "claims 1099511627776 strings");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private string Written(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder.File(name), bytes);
        return folder.File(name);
    }

    private void Refused(GgufWriter writer, string fault) => Refused(writer.WriteTo(folder.File("lie.gguf")), fault);

    private static void Refused(string path, string fault)
    {
        var refusal = Assert.Throws<InvalidModelFileException>(() => GgufFile.Open(path));

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(path), refusal.Message, StringComparison.Ordinal);
    }
}
