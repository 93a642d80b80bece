using Assistant.Inference.Engine;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>The tree keeps each beginning once, and lets go what was not used for longest.</summary>
public sealed class PrefixTreeTests : IDisposable
{
    private readonly TinyEngine tiny = new();
    private readonly LlamaContext context;
    private readonly TokenBatch batch;
    private readonly PrefixTree tree;

    public PrefixTreeTests()
    {
        context = new(tiny.Model, new() { ContextTokens = 2048, BatchTokens = 1024, KeptSequences = 7, FlashAttention = true });
        batch = new(context.Limits);
        tree = new(context.Memory, firstSequence: 1, sequences: 7);
    }

    public void Dispose()
    {
        batch.Dispose();
        context.Dispose();
        tiny.Dispose();
    }

    [Fact]
    public void What_two_have_in_common_is_kept_once()
    {
        var system = TinyEngine.Prompt(1, 100);
        List<int> one = [.. system, 301, .. TinyEngine.Prompt(2, 29)], other = [.. system, 302, .. TinyEngine.Prompt(3, 19)];
        Keep(one);
        Keep(other);

        Assert.Equal((150, 3), (tree.Tokens, tree.Nodes));
        Assert.Equal(130, tree.Match([.. one]).Length);
        Assert.Equal(120, tree.Match([.. other, 5]).Length);
        Assert.Equal(100, tree.Match([.. system, 303]).Length);
        Assert.Equal(50, tree.Match([.. system[..50], 303]).Length);
        Assert.Equal(0, tree.Match([303]).Length);
        Assert.True(context.Memory.Holds(tree.Match([.. other]).Node.Sequence, 120));
    }

    [Fact]
    public void A_conversation_that_goes_on_stays_one_node()
    {
        var all = TinyEngine.Prompt(1, 300);
        Keep(all[..100]);
        Keep(all[..200]);
        Keep(all);

        Assert.Equal((300, 1), (tree.Tokens, tree.Nodes));
        Assert.True(context.Memory.Holds(tree.Match([.. all]).Node.Sequence, 300));
    }

    [Fact]
    public void What_was_not_used_for_longest_goes_first_and_from_its_end()
    {
        var system = TinyEngine.Prompt(1, 300);
        List<int> old = [.. system, 301, .. TinyEngine.Prompt(2, 399)], recent = [.. system, 302, .. TinyEngine.Prompt(3, 99)];
        Keep(old);
        Keep(recent);

        tree.Forget(260);
        Assert.Equal(440, tree.Match([.. old]).Length);
        Assert.Equal(400, tree.Match([.. recent]).Length);

        tree.Forget(140);
        Assert.Equal(300, tree.Match([.. old]).Length);
        Assert.Equal(400, tree.Tokens);
    }

    [Fact]
    public void What_somebody_rests_on_stays()
    {
        var pinned = TinyEngine.Prompt(1, 300);
        Keep(pinned);
        var node = tree.Match([.. pinned]).Node;
        node.Pins++;
        Keep(TinyEngine.Prompt(2, 200));

        tree.Forget(1000);

        Assert.Equal((300, 300), (tree.Tokens, tree.PinnedTokens));
        node.Pins--;
        tree.Forget(1000);
        Assert.Equal((0, 0, 0), (tree.Tokens, tree.Nodes, tree.PinnedTokens));
        Assert.All(Enumerable.Range(0, 8), sequence => Assert.Equal(0, context.Memory.Length(sequence)));
    }

    [Fact]
    public void Others_do_not_lengthen_what_somebody_rests_on()
    {
        var all = TinyEngine.Prompt(1, 200);
        Keep(all[..100]);
        tree.Match([.. all]).Node.Pins++;

        Keep(all);

        Assert.Equal((200, 2, 100), (tree.Tokens, tree.Nodes, tree.PinnedTokens));
    }

    [Fact]
    public void When_sequences_run_out_the_oldest_beginning_makes_room()
    {
        var prompts = Enumerable.Range(0, 10).Select(number => (List<int>)[number, .. TinyEngine.Prompt(number, 20)]).ToList();
        prompts.ForEach(Keep);

        Assert.Equal((7, 147), (tree.Nodes, tree.Tokens));
        Assert.Equal([0, 0, 0, 21, 21, 21, 21, 21, 21, 21], prompts.Select(prompt => tree.Match([.. prompt]).Length));
    }

    // Reads the tokens in sequence 0 as a request would, and forgets them there.
    private void Keep(List<int> tokens)
    {
        batch.Clear();
        for (var position = 0; position < tokens.Count; position++)
        {
            batch.Add(tokens[position], position, 0, output: position == tokens.Count - 1);
        }

        context.Decode(batch);
        Assert.NotNull(tree.Keep([.. tokens], sequence: 0, shared: 0, own: null));
        Assert.True(context.Memory.Holds(0, tokens.Count));
        context.Memory.Forget(0);
    }
}
