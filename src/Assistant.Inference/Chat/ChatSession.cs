using Assistant.Inference.Engine;

namespace Assistant.Inference.Chat;

/// <summary>One model with the past of one conversation. What a prompt has in common with the last one is not computed again.</summary>
/// <remarks>
/// Not for use by two threads at once. Numbers depend slightly on how many tokens are computed in one call. So that a prompt gives
/// the same text whether or not a part of it was cached, prompts are always cut at the same places, and only whole pieces are reused.
/// </remarks>
internal sealed class ChatSession : IDisposable
{
    /// <summary>Tokens of one call. At 128 a prompt is computed nearly as fast as at 512, with a quarter of the buffers.</summary>
    public const int Piece = 128;

    private readonly LlamaContext context;
    private readonly TokenBatch batch;

    // The tokens of the whole pieces that the context still knows, from its start.
    private readonly List<int> known = [];

    public ChatSession(LlamaModel model, int contextTokens, int threads)
    {
        context = new(model, new() { ContextTokens = contextTokens, BatchTokens = Piece, Threads = threads });
        batch = new(context.Limits);
        ContextTokens = contextTokens;
    }

    /// <summary>The context in tokens, prompt and answer together.</summary>
    public int ContextTokens { get; }

    /// <summary>How many tokens of the last prompt were not computed again.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Ends the running <see cref="Generate"/>, from any thread.</summary>
    public void Stop() => context.Stop();

    /// <summary>Writes on from a prompt: one token after the other, until the context is full or the caller has enough.</summary>
    /// <param name="prompt">At least one token, and fewer than the context has.</param>
    /// <param name="sampler">Chooses the tokens.</param>
    /// <param name="cancellationToken">Checked before each token; a running computation ends by <see cref="Stop"/>.</param>
    /// <exception cref="OperationCanceledException">It was cancelled or stopped. The session can go on with another prompt.</exception>
    public IEnumerable<int> Generate(IReadOnlyList<int> prompt, Sampler sampler, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(prompt.Count, ContextTokens);
        context.Resume();
        cancellationToken.ThrowIfCancellationRequested();
        var last = ReadPrompt(prompt, cancellationToken);
        for (var position = prompt.Count; ; position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var token = sampler.Next(context.Logits(last));
            yield return token;
            if (position == ContextTokens)
            {
                yield break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            batch.Clear();
            batch.Add(token, position, sequence: 0, output: true);
            context.Decode(batch);
            last = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        batch.Dispose();
        context.Dispose();
    }

    // Gives the index of the prompt's last token in the last batch.
    private int ReadPrompt(IReadOnlyList<int> prompt, CancellationToken cancellationToken)
    {
        // The last token is always computed: its output is wanted.
        var start = Math.Min(Common(prompt), prompt.Count - 1) / Piece * Piece;
        if (!context.Forget(sequence: 0, start))
        {
            start = 0;
        }

        known.RemoveRange(start, known.Count - start);
        CachedTokens = start;
        for (; start < prompt.Count; start += Piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Clear();
            var end = Math.Min(start + Piece, prompt.Count);
            for (var position = start; position < end; position++)
            {
                batch.Add(prompt[position], position, sequence: 0, output: position == prompt.Count - 1);
            }

            context.Decode(batch);
            if (batch.Count == Piece)
            {
                known.AddRange(prompt.Skip(start).Take(Piece));
            }
        }

        return batch.Count - 1;
    }

    private int Common(IReadOnlyList<int> prompt)
    {
        var common = 0;
        while (common < known.Count && common < prompt.Count && known[common] == prompt[common])
        {
            common++;
        }

        return common;
    }
}
