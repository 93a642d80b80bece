namespace Assistant.Inference.Downloads;

/// <summary>Tells how many bytes are free where a folder lies.</summary>
internal delegate long FreeSpace(string folder);
