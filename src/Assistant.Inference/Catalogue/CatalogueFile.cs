namespace Assistant.Inference.Catalogue;

/// <summary>A published file.</summary>
/// <param name="Path">Its path in the repository. Case matters.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
public sealed record CatalogueFile(string Path, long Bytes, string Sha256);
