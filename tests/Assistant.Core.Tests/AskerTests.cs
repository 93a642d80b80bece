namespace Assistant.Core.Tests;

public class AskerTests
{
    [Fact]
    public void An_empty_list_of_principals_means_nobody_and_is_refused() => Assert.Throws<ArgumentException>(() => Asker.With());

    [Fact]
    public void Everybody_is_part_of_everyone() => Assert.Equal(["everyone", "user:ann"], Asker.With("user:ann", "user:ann").Principals);
}
