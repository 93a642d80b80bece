namespace Assistant.Inference.Gguf;

/// <summary>How many bytes ggml's element types take: a row is stored in blocks.</summary>
internal static class GgmlTypes
{
    // Number of the type -> elements in a block, bytes of a block. These are ggml_blck_size and ggml_type_size of
    // llama.cpp v0.5.0; a test compares them with the library. Numbers that are missing were withdrawn upstream.
    private static readonly Dictionary<int, (int Elements, int Bytes)> Blocks = new()
    {
        [0] = (1, 4), [1] = (1, 2), [2] = (32, 18), [3] = (32, 20), [6] = (32, 22), [7] = (32, 24), [8] = (32, 34), [9] = (32, 36),
        [10] = (256, 84), [11] = (256, 110), [12] = (256, 144), [13] = (256, 176), [14] = (256, 210), [15] = (256, 292),
        [16] = (256, 66), [17] = (256, 74), [18] = (256, 98), [19] = (256, 50), [20] = (32, 18), [21] = (256, 110),
        [22] = (256, 82), [23] = (256, 136), [24] = (1, 1), [25] = (1, 2), [26] = (1, 4), [27] = (1, 8), [28] = (1, 8),
        [29] = (256, 56), [30] = (1, 2), [34] = (256, 54), [35] = (256, 66), [39] = (32, 17), [40] = (64, 36), [41] = (128, 18), [42] = (64, 18),
    };

    /// <summary>All numbers that a file may use.</summary>
    public static IReadOnlyCollection<int> Known => Blocks.Keys;

    /// <summary>Elements and bytes of one block, or false for a number that ggml does not know.</summary>
    public static bool TryGetBlock(int type, out int elements, out int bytes)
    {
        var known = Blocks.TryGetValue(type, out var block);
        (elements, bytes) = block;
        return known;
    }
}
