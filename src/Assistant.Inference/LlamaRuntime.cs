using System.Runtime.InteropServices;
using Assistant.Inference.Native;
using Assistant.Inference.Runtimes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference;

/// <summary>The native llama.cpp libraries: whether they are here, and why not. Asking loads no model. Safe from many threads.</summary>
public sealed class LlamaRuntime
{
    /// <summary>The version of llama.cpp that the binding belongs to, as the library itself says it.</summary>
    public const string RequiredVersion = NativeLibraries.Version;

    private readonly Lock gate = new();
    private readonly ILogger<LlamaRuntime> logger;
    private readonly LocalModelsOptions settings;
    private readonly Lazy<BackendChoice> choice;
    private readonly Lazy<string?> fault;
    private bool started;

    /// <summary>Looks in the folder of the settings, or else beside the program.</summary>
    public LlamaRuntime(IOptions<LocalModelsOptions> options, ILogger<LlamaRuntime> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.logger = logger;
        settings = options.Value;
        choice = new(() => BackendChoice.Of(settings, new(options)));
        fault = new(() => choice.Value.Fault ?? NativeLibraries.TryLoad(Folder));
    }

    /// <summary>The folder where the build puts the libraries.</summary>
    public static string DefaultFolder { get; } = Path.Combine(AppContext.BaseDirectory, "runtimes", "llama", Platform);

    /// <summary>The folder that is looked in.</summary>
    public string Folder => choice.Value.Folder;

    /// <summary>What computes: the setting, or what was chosen where it is <see cref="ComputeBackend.Auto"/>.</summary>
    public ComputeBackend Backend => choice.Value.Backend;

    /// <summary>Why better backends were passed over, a sentence each; empty unless the setting leaves the choice.</summary>
    public IReadOnlyList<string> Warnings => choice.Value.Warnings;

    /// <summary>How to mend what <see cref="WhyNot"/> says; sentences, one a line.</summary>
    public string HowToMend => choice.Value.Hint ?? Hint;

    // -1 is llama.cpp's word for all layers. On a Mac the processor's package has Metal in it, which llama.cpp uses by itself.
    internal int GpuLayers => settings.GpuLayers ?? (Backend is ComputeBackend.Cpu && !OperatingSystem.IsMacOS() ? 0 : -1);

    /// <summary>Whether local models can run here.</summary>
    public bool IsAvailable => fault.Value is null;

    /// <summary>The version of the libraries, or null where they can't be used.</summary>
    public string? Version => IsAvailable ? RequiredVersion : null;

    /// <summary>Why local models can't run here, as a sentence; null where they can.</summary>
    public string? WhyNot => fault.Value;

    /// <summary>How to get local models, as a sentence.</summary>
    public static string Hint =>
        "Install Node.js 20 or later and build again, or set Assistant:Models:RuntimeFolder to a folder with the libraries of llama.cpp v0.5.0.";

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    /// <summary>What people's answers take of the machine now.</summary>
    internal Engine.ChatActivity ChatActivity { get; } = new();

    /// <summary>Makes the libraries ready for models.</summary>
    /// <exception cref="LlamaUnavailableException">They can't be used here.</exception>
    internal void Start()
    {
        if (WhyNot is { } reason)
        {
            throw new LlamaUnavailableException(reason, HowToMend);
        }

        lock (gate)
        {
            if (started)
            {
                return;
            }

            var start = TimeProvider.System.GetTimestamp();
            Backends.Load(Folder, logger);
            CheckDevices();
            started = true;
            logger.RuntimeLoaded(RequiredVersion, Folder, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    // A driver may be installed and its GPU not there, or not usable: only the backend itself knows.
    private void CheckDevices()
    {
        foreach (var warning in Warnings)
        {
            logger.BackendPassedOver(RuntimeShelf.NameOf(Backend), warning);
        }

        if (Backend is ComputeBackend.Cpu || Backends.Gpus() is [_, ..])
        {
            return;
        }

        var name = RuntimeShelf.NameOf(Backend);
        if (settings.Backend is not ComputeBackend.Auto)
        {
            throw new LlamaUnavailableException(
                $"The {name} libraries found no GPU that they can use.",
                $"Check that the GPU and its driver work, or set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Backend)} to cpu or auto.");
        }

        logger.BackendPassedOver("cpu", $"The {name} libraries found no GPU that they can use.");
    }
}
