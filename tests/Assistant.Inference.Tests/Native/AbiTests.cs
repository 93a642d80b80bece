using System.Runtime.InteropServices;
using Assistant.Inference.Gguf;
using Assistant.Inference.Native;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Native;

public sealed unsafe class AbiTests
{
    [Fact]
    public void Structs_have_the_sizes_of_llama_cpp_0_5_0()
    {
        Assert.Equal((80, 160, 56, 528), (sizeof(LlamaModelParams), sizeof(LlamaContextParams), sizeof(LlamaBatch), sizeof(ThreadPoolParams)));
    }

    [Fact]
    public void Fields_stand_where_the_header_has_them()
    {
        Assert.Equal([16, 32, 40, 48, 64, 72, 77], Offsets<LlamaModelParams>("GpuLayers", "MainGpu", "TensorSplit", "ProgressCallback", "KeyValueOverrides", "VocabularyOnly", "LoadMtp"));
        Assert.Equal(
            [0, 28, 36, 52, 56, 80, 88, 104, 112, 120, 129, 130, 133, 152],
            Offsets<LlamaContextParams>(
                "ContextTokens", "Threads", "ContextType", "FlashAttention", "RopeFrequencyBase", "YarnOriginalContext", "EvaluationCallback", "TypeOfKeys", "AbortCallback",
                "AbortCallbackArgument", "OffloadKeysAndValues", "NoPerformanceCounters", "Unified", "OtherContext"));
        Assert.Equal([0, 8, 16, 24, 32, 40, 48], Offsets<LlamaBatch>("Count", "Tokens", "Vectors", "Positions", "SequenceCounts", "Sequences", "Outputs"));
    }

    [Fact]
    public void Defaults_cross_the_border_unshifted()
    {
        Local.RuntimeOrSkip().Start();
        var model = LlamaNative.llama_model_default_params();
        var context = LlamaNative.llama_context_default_params();

        Assert.Equal((-1, -1, 1, 0), (model.GpuLayers, model.LoadMode, model.UseExtraBuffers, model.VocabularyOnly));
        Assert.Equal((512u, 2048u, 512u, 1u), (context.ContextTokens, context.BatchTokens, context.MicroBatchTokens, context.MaxSequences));
        Assert.Equal((-1, 1, 1, 0, 0), (context.FlashAttention, context.TypeOfKeys, context.TypeOfValues, context.Unified, context.Embeddings));
    }

    [Fact]
    public void Thread_pools_get_what_they_are_asked_for()
    {
        Local.RuntimeOrSkip().Start();
        ThreadPoolParams parameters;
        new Span<byte>(&parameters, sizeof(ThreadPoolParams)).Fill(0xFF);

        LlamaNative.ggml_threadpool_params_init(&parameters, 3);

        Assert.Equal((3, 0, 50u, 0, 0, 0, 0), (parameters.Threads, parameters.Priority, parameters.Polling, parameters.Strict, parameters.Paused, parameters.Processors[0], parameters.Processors[511]));
    }

    [Fact]
    public void Block_sizes_are_those_of_ggml()
    {
        Local.RuntimeOrSkip().Start();

        Assert.Equal(35, GgmlTypes.Known.Count);
        Assert.All(GgmlTypes.Known, type =>
        {
            Assert.True(GgmlTypes.TryGetBlock(type, out var elements, out var bytes));
            Assert.Equal((LlamaNative.ggml_blck_size(type), LlamaNative.ggml_type_size(type)), (elements, (nuint)bytes));
        });
    }

    [Fact]
    public void A_folder_without_the_libraries_says_how_to_mend_it()
    {
        using TempFolder folder = new();

        var runtime = Local.Runtime(folder.Path);

        Assert.False(runtime.IsAvailable);
        Assert.Null(runtime.Version);
        Assert.Contains("llama.cpp", runtime.WhyNot, StringComparison.Ordinal);
        Assert.Contains("Node.js 20", LlamaRuntime.Hint, StringComparison.Ordinal);
        var refusal = Assert.Throws<LlamaUnavailableException>(runtime.Start);
        Assert.Contains(LlamaRuntime.Hint, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libllama.so", true)]
    [InlineData("libllama.v0.5.0.so", true)]
    [InlineData("libllama.cuda.v0.5.0.so", true)]
    [InlineData("llama.dll", true)]
    [InlineData("libllama.0.dylib", true)]
    [InlineData("libllama-common.so", false)]
    [InlineData("libllama.so.txt", false)]
    public void A_library_is_found_by_its_name_and_version(string file, bool found)
    {
        using TempFolder folder = new();
        folder.Write(file, "");

        Assert.Equal(found ? folder.File(file) : null, NativeLibraries.Find(folder.Path, "llama"));
    }

    private static int[] Offsets<T>(params string[] fields) => [.. fields.Select(field => (int)Marshal.OffsetOf<T>(field))];
}
