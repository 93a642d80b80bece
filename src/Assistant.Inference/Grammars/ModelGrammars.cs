using Assistant.Inference.Engine;

namespace Assistant.Inference.Grammars;

/// <summary>The grammars of one model: its vocabulary as a trie, made at first use, and the automata that were asked for last. Safe from many threads.</summary>
internal sealed class ModelGrammars(Func<VocabularyTrie> makeTrie)
{
    // An agent asks with the same few schemas again and again.
    private const int MostKept = 16;

    // Some 300 MB when all of them have been visited. The one that was asked for last stays, however large it is.
    private const int MostTerms = 240_000;

    private readonly Lazy<VocabularyTrie> trie = new(makeTrie);
    private readonly LinkedList<(string Key, CompiledGrammar Compiled)> kept = [];
    private readonly Lock gate = new();

    /// <summary>The grammars of a vocabulary.</summary>
    public ModelGrammars(LlamaVocabulary vocabulary)
        : this(() => VocabularyTrie.Of(vocabulary))
    {
    }

    /// <summary>The vocabulary.</summary>
    public VocabularyTrie Trie => trie.Value;

    /// <summary>How many automata are kept.</summary>
    internal int Kept
    {
        get
        {
            lock (gate)
            {
                return kept.Count;
            }
        }
    }

    private int Terms => kept.Sum(automaton => automaton.Compiled.Automaton.Terms);

    /// <summary>The automaton of a grammar.</summary>
    /// <param name="grammar">The grammar.</param>
    /// <param name="symbols">The tokens of its symbols.</param>
    /// <param name="worn">An automaton of the same grammar that has grown too large, and is to be replaced.</param>
    public CompiledGrammar Get(Grammar grammar, IReadOnlyList<int> symbols, CompiledGrammar? worn = null)
    {
        var key = $"{string.Join(',', symbols)} {grammar.Key}";
        lock (gate)
        {
            for (var node = kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    kept.Remove(node);
                    if (node.Value.Compiled != worn && !node.Value.Compiled.Automaton.IsNearlyFull)
                    {
                        kept.AddFirst(node);
                        return node.Value.Compiled;
                    }

                    break;
                }
            }
        }

        // Outside of the lock: a large schema must not hold up the others.
        CompiledGrammar compiled = new(grammar.Compile(), Trie, symbols);
        lock (gate)
        {
            kept.AddFirst((key, compiled));
            while (kept.Count > MostKept || (kept.Count > 1 && Terms > MostTerms))
            {
                kept.RemoveLast();
            }
        }

        return compiled;
    }
}
