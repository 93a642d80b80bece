using Assistant.Inference.Catalogue;

namespace Assistant.Inference.Downloads;

/// <summary>A model that is in the models folder now.</summary>
/// <param name="Path">Its file, or its first part.</param>
/// <param name="Files">From where each part came.</param>
/// <param name="Licence">Its licence, where it is known.</param>
/// <param name="WasHere">Whether it was there before.</param>
public sealed record PulledModel(string Path, IReadOnlyList<PullRecord> Files, ModelLicence? Licence, bool WasHere)
{
    /// <summary>The name by which it is chosen.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The size of all parts.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);
}
