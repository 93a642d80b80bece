using Assistant.Server.Evaluation;

namespace Assistant.Server.Tests.Evaluation;

public class RankingScoresTests
{
    private static readonly Dictionary<string, int> Grades = new() { ["a"] = 3, ["b"] = 1, ["x"] = 0 };

    [Fact]
    public void Ndcg_has_linear_gain_and_the_ideal_order_below_it()
    {
        // DCG of x, a, b: 0 + 3/log2(3) + 1/log2(4); ideal a, b: 3 + 1/log2(3)
        var expected = ((3 / Math.Log2(3)) + 0.5) / (3 + (1 / Math.Log2(3)));

        Assert.Equal(expected, RankingScores.Ndcg(["x", "a", "b"], Grades, 10), 9);
        Assert.Equal(1, RankingScores.Ndcg(["a", "b", "x"], Grades, 10), 9);
    }

    [Fact]
    public void A_document_of_grade_zero_is_not_relevant()
    {
        Assert.Equal(0, RankingScores.Hit(["x"], Grades, 10));
        Assert.Equal(.5, RankingScores.Recall(["x", "a"], Grades, 10));
        Assert.Equal(.5, RankingScores.ReciprocalRank(["x", "a"], Grades, 10));
    }

    [Fact]
    public void Depth_cuts_the_list() => Assert.Equal(0, RankingScores.Recall(["x", "a"], Grades, 1));

    [Theory]
    [InlineData(.5, 2.5)]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public void Percentiles_lie_between_the_values(double share, double expected) => Assert.Equal(expected, RankingScores.Percentile([4, 1, 3, 2], share), 9);
}
