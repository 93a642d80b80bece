namespace Assistant.Inference.Gguf;

/// <summary>What the header says of one tensor; its weights are never read here.</summary>
/// <param name="Name">The tensor's name, unique in the file.</param>
/// <param name="Type">ggml's number of the element type.</param>
/// <param name="Shape">Sizes of the dimensions, fastest first; at most four.</param>
/// <param name="Offset">Where its bytes start, from the start of the data section.</param>
/// <param name="Bytes">How many bytes it takes.</param>
public sealed record GgufTensor(string Name, int Type, IReadOnlyList<long> Shape, long Offset, long Bytes);
