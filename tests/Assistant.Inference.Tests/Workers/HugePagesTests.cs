using Assistant.Inference.Workers;

namespace Assistant.Inference.Tests.Workers;

public sealed class HugePagesTests
{
    [Theory]
    [InlineData(null, "glibc.malloc.hugetlb=1")]
    [InlineData("", "glibc.malloc.hugetlb=1")]
    [InlineData("glibc.malloc.check=3", "glibc.malloc.check=3:glibc.malloc.hugetlb=1")]
    [InlineData("glibc.malloc.hugetlb=0:glibc.malloc.check=3", "glibc.malloc.hugetlb=0:glibc.malloc.check=3")]
    public void The_worker_asks_for_huge_pages_unless_somebody_has_said_something_about_them(string? before, string after)
    {
        Dictionary<string, string?> environment = [];
        if (before is not null)
        {
            environment["GLIBC_TUNABLES"] = before;
        }

        HugePages.Ask(environment);

        Assert.Equal(after, environment["GLIBC_TUNABLES"]);
    }
}
