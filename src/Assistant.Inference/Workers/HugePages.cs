namespace Assistant.Inference.Workers;

/// <summary>Asks for weights and contexts in pages of 2 MiB, where Linux gives them to those who ask (<c>transparent_hugepage</c> is <c>madvise</c>, as Debian and Ubuntu have it).</summary>
/// <remarks>
/// A token reads all weights once, and with pages of 4 KiB the processor looks up a hundred thousand addresses for it: measured, 31 instead of
/// 42 tokens a second, and as luck has it. llama.cpp allocates with malloc, which glibc (from 2.35) makes ask when its process starts so;
/// other libraries pass the variable over. Source: "Memory Allocation Tunables" in the manual of the GNU C Library. Figures: docs/benchmarks/engine.md.
/// </remarks>
internal static class HugePages
{
    private const string Variable = "GLIBC_TUNABLES";
    private const string Tunable = "glibc.malloc.hugetlb";

    /// <summary>Adds the wish to the environment of a process to be started. What somebody has said about it stays.</summary>
    public static void Ask(IDictionary<string, string?> environment)
    {
        var said = environment.TryGetValue(Variable, out var value) ? value : null;
        if (string.IsNullOrEmpty(said))
        {
            environment[Variable] = Tunable + "=1";
        }
        else if (!said.Contains(Tunable, StringComparison.Ordinal))
        {
            environment[Variable] = $"{said}:{Tunable}=1";
        }
    }
}
