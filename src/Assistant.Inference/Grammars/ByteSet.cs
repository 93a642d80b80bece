namespace Assistant.Inference.Grammars;

/// <summary>A set of byte values.</summary>
internal readonly record struct ByteSet(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>All bytes from one to another.</summary>
    public static ByteSet Range(int first, int last)
    {
        ByteSet set = default;
        for (var value = first; value <= last; value++)
        {
            set |= Of((byte)value);
        }

        return set;
    }

    /// <summary>One byte.</summary>
    public static ByteSet Of(byte value) => (value >> 6) switch
    {
        0 => new(1UL << value, 0, 0, 0),
        1 => new(0, 1UL << (value & 63), 0, 0),
        2 => new(0, 0, 1UL << (value & 63), 0),
        _ => new(0, 0, 0, 1UL << (value & 63)),
    };

    /// <summary>The bytes of ASCII letters.</summary>
    public static ByteSet Of(string letters) => letters.Aggregate(default(ByteSet), (set, letter) => set | Of((byte)letter));

    /// <summary>The bytes of either.</summary>
    public static ByteSet operator |(ByteSet left, ByteSet right) => new(left.A | right.A, left.B | right.B, left.C | right.C, left.D | right.D);

    /// <summary>Whether a byte is in it.</summary>
    public bool Contains(byte value) => (((value >> 6) switch { 0 => A, 1 => B, 2 => C, _ => D }) >> (value & 63) & 1) != 0;
}
