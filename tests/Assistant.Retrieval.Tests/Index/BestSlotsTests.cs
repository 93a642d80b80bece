using Assistant.Retrieval.Index.Local;

namespace Assistant.Retrieval.Tests.Index;

public class BestSlotsTests
{
    [Fact]
    public void The_best_are_those_of_a_full_sort_ties_by_id_included()
    {
        Random random = new(9);
        for (var round = 0; round < 300; round++)
        {
            var ids = Enumerable.Range(0, random.Next(1, 200)).Select(at => $"p{at:D3}").ToArray();
            random.Shuffle(ids);
            var scores = ids.Select(_ => (float)random.Next(6)).ToArray();
            var top = random.Next(0, 30);
            var wanted = Enumerable.Range(0, ids.Length).OrderByDescending(slot => scores[slot]).ThenBy(slot => ids[slot], StringComparer.Ordinal);
            BestSlots best = new(top, ids, float.NegativeInfinity);
            for (var slot = 0; slot < ids.Length; slot++)
            {
                best.Add(slot, scores[slot]);
            }

            Assert.Equal(wanted.Take(top), best.Ranked().Select(match => match.Slot));
        }
    }
}
