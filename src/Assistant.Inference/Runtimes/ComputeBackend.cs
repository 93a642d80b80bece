namespace Assistant.Inference.Runtimes;

/// <summary>What computes.</summary>
public enum ComputeBackend
{
    /// <summary>The processor; on a Mac with its own GPU through Metal.</summary>
    Cpu,

    /// <summary>NVIDIA GPUs by CUDA 12, for drivers before version 580.</summary>
    Cuda12,

    /// <summary>NVIDIA GPUs by CUDA 13.</summary>
    Cuda13,

    /// <summary>GPUs of most makers by Vulkan.</summary>
    Vulkan,

    /// <summary>The first of CUDA 13, CUDA 12 and Vulkan that is installed and whose system libraries are there, else the processor with a warning.</summary>
    Auto,
}
