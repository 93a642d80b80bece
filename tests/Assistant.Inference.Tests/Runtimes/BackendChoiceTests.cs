using Assistant.Inference.Runtimes;
using Microsoft.Extensions.Options;

namespace Assistant.Inference.Tests.Runtimes;

public sealed class BackendChoiceTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HashSet<string> present = [];

    public BackendChoiceTests() => Assert.SkipWhen(RuntimePackages.Here is [], "Packages for GPUs are pinned for Linux on x64 only.");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_processor_computes_unless_something_else_is_set()
    {
        Install(ComputeBackend.Cuda13);
        present.UnionWith(["libcudart.so.13", "libcublas.so.13", "libcuda.so.1"]);

        var choice = Choose(new());

        Assert.Equal((ComputeBackend.Cpu, "cpu-folder"), (choice.Backend, choice.Folder));
        Assert.Null(choice.Fault);
        Assert.Empty(choice.Warnings);
    }

    [Theory]
    [InlineData(ComputeBackend.Cuda12)]
    [InlineData(ComputeBackend.Cuda13)]
    [InlineData(ComputeBackend.Vulkan)]
    public void A_named_backend_that_is_not_installed_is_refused_with_the_command_that_fetches_it(ComputeBackend backend)
    {
        var choice = Choose(new() { Backend = backend });

        Assert.Equal(backend, choice.Backend);
        Assert.Contains("not here", choice.Fault, StringComparison.Ordinal);
        Assert.Contains($"assistant models runtime add {RuntimeShelf.NameOf(backend)}", choice.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_backend_whose_system_libraries_are_missing_is_refused_by_their_names()
    {
        Install(ComputeBackend.Cuda13);
        present.Add("libcublas.so.13");

        var choice = Choose(new() { Backend = ComputeBackend.Cuda13 });

        Assert.Equal(ComputeBackend.Cuda13, choice.Backend);
        Assert.Contains("libcudart.so.13, libcuda.so.1", choice.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain("libcublas", choice.Fault, StringComparison.Ordinal);
        Assert.Contains("CUDA Toolkit 13", choice.Hint, StringComparison.Ordinal);
        Assert.Contains("580", choice.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_backend_that_has_everything_is_chosen_from_its_own_folder()
    {
        var own = Install(ComputeBackend.Vulkan);
        present.Add("libvulkan.so.1");

        var choice = Choose(new() { Backend = ComputeBackend.Vulkan });

        Assert.Null(choice.Fault);
        Assert.Equal(own, choice.Folder);
    }

    [Fact]
    public void Libraries_of_another_version_are_not_used()
    {
        var own = Install(ComputeBackend.Vulkan);
        present.Add("libvulkan.so.1");
        new RuntimeStamp("@node-llama-cpp/linux-x64-vulkan", "3.0.0", "sha512-older").Write(own);

        Assert.Contains("not here", Choose(new() { Backend = ComputeBackend.Vulkan }).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_takes_the_first_that_can_compute_and_says_what_it_passed_over()
    {
        Install(ComputeBackend.Cuda13);
        Install(ComputeBackend.Vulkan);
        present.Add("libvulkan.so.1");

        var choice = Choose(new() { Backend = ComputeBackend.Auto });

        Assert.Equal(ComputeBackend.Vulkan, choice.Backend);
        Assert.Null(choice.Fault);
        Assert.Equal(2, choice.Warnings.Count);
        Assert.Contains("libcudart.so.13", choice.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_falls_back_to_the_processor_with_a_warning_for_each()
    {
        var choice = Choose(new() { Backend = ComputeBackend.Auto });

        Assert.Equal((ComputeBackend.Cpu, "cpu-folder"), (choice.Backend, choice.Folder));
        Assert.Null(choice.Fault);
        Assert.Equal(3, choice.Warnings.Count);
    }

    [Fact]
    public void A_folder_of_one_s_own_is_judged_by_what_it_holds()
    {
        var own = Path.GetDirectoryName(folder.Write("own/libggml-vulkan.so", ""))!;

        Assert.Contains("ggml-cuda", Choose(new() { RuntimeFolder = own, Backend = ComputeBackend.Cuda13 }).Fault, StringComparison.Ordinal);
        Assert.Contains("libvulkan.so.1", Choose(new() { RuntimeFolder = own, Backend = ComputeBackend.Vulkan }).Fault, StringComparison.Ordinal);
        Assert.Equal(ComputeBackend.Cpu, Choose(new() { RuntimeFolder = own, Backend = ComputeBackend.Auto }).Backend);
        present.Add("libvulkan.so.1");
        Assert.Equal((ComputeBackend.Vulkan, own), (Choose(new() { RuntimeFolder = own, Backend = ComputeBackend.Auto }).Backend, Choose(new() { RuntimeFolder = own, Backend = ComputeBackend.Auto }).Folder));
    }

    [Theory]
    [InlineData(ComputeBackend.Cpu, null, 0)]
    [InlineData(ComputeBackend.Cpu, 4, 4)]
    [InlineData(ComputeBackend.Vulkan, null, -1)]
    [InlineData(ComputeBackend.Vulkan, 0, 0)]
    [InlineData(ComputeBackend.Vulkan, 12, 12)]
    public void All_layers_go_to_a_gpu_that_was_asked_for_unless_their_number_is_set(ComputeBackend backend, int? layers, int expected)
    {
        LlamaRuntime runtime = new(
            Options.Create(new LocalModelsOptions { Backend = backend, GpuLayers = layers, RuntimesFolder = folder.Path }),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LlamaRuntime>.Instance);

        Assert.Equal(expected, runtime.GpuLayers);
    }

    [Fact]
    public void The_runtime_says_what_is_missing_and_refuses_to_start()
    {
        LlamaRuntime runtime = new(
            Options.Create(new LocalModelsOptions { Backend = ComputeBackend.Cuda12, RuntimesFolder = folder.Path }),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LlamaRuntime>.Instance);

        Assert.False(runtime.IsAvailable);
        Assert.Contains("cuda12", runtime.WhyNot, StringComparison.Ordinal);
        Assert.Contains("runtime add cuda12", Assert.Throws<LlamaUnavailableException>(runtime.Start).Message, StringComparison.Ordinal);
    }

    private string Install(ComputeBackend backend)
    {
        var package = RuntimePackages.Here.Single(package => package.Backend == backend);
        var own = Path.GetDirectoryName(folder.Write($"{RuntimeShelf.NameOf(backend)}/lib{package.Library}.so", ""))!;
        new RuntimeStamp(package.Name, package.Version, package.Integrity).Write(own);
        return own;
    }

    private BackendChoice Choose(LocalModelsOptions options)
    {
        options.RuntimesFolder = folder.Path;
        return BackendChoice.Of(options, new(Options.Create(options)) { HasLibrary = present.Contains, ProcessorFolder = "cpu-folder" });
    }
}
