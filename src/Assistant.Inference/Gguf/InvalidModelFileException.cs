namespace Assistant.Inference.Gguf;

/// <summary>A file that is no usable GGUF model: not GGUF at all, cut short, or with a damaged header.</summary>
public sealed class InvalidModelFileException(string path, string fault, Exception? innerException = null)
    : LocalModelException($"The model file '{System.IO.Path.GetFileName(path)}' can't be used: {fault}", innerException)
{
    /// <summary>The file as the caller named it.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it, without the file's name.</summary>
    public string Fault { get; } = fault;
}
