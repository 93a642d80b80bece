namespace Assistant.Inference.Scheduling;

/// <summary>Writes the next token of a request, inside of what its constraint allows, and knows when it is over. Its room is shared by all requests of one thread.</summary>
internal sealed class TokenChooser
{
    private float[] masked = [];

    /// <summary>Writes the token that follows.</summary>
    /// <param name="sequence">The request.</param>
    /// <param name="logits">One number for each token of the vocabulary.</param>
    /// <returns>How the answer has ended, or null when it goes on.</returns>
    public EngineEnding? Advance(RunningSequence sequence, ReadOnlySpan<float> logits)
    {
        if (sequence.Written == 0 && EndByConstraint(sequence) is { } empty)
        {
            return empty;
        }

        var token = Next(sequence.Request, logits);
        if (sequence.Request.EndTokens.Contains(token) || !Write(sequence, token))
        {
            return EngineEnding.Stop;
        }

        // Asked before the next token is computed, so that what is complete ends without another step.
        return EndByConstraint(sequence) ?? (sequence.Written >= sequence.MaxTokens ? EngineEnding.Length : null);
    }

    private static bool Write(RunningSequence sequence, int token)
    {
        sequence.Request.Constraint?.Accept(token);
        sequence.Request.Sampler.Accept(token);
        sequence.Write(token);
        return sequence.Request.Take(token);
    }

    private static EngineEnding? EndByConstraint(RunningSequence sequence)
    {
        if (sequence.Request.Constraint is not { } constraint)
        {
            return null;
        }

        if (constraint.MustEnd)
        {
            return EngineEnding.Stop;
        }

        if (!constraint.MustClose(sequence.MaxTokens - sequence.Written, out var closing))
        {
            return null;
        }

        foreach (var token in closing)
        {
            if (!Write(sequence, token))
            {
                return EngineEnding.Stop;
            }
        }

        return EngineEnding.Length;
    }

    // The likeliest token is nearly always allowed, and asking about one token is some thousand times cheaper than masking a
    // vocabulary. Drawing again from what is allowed after a refusal gives each token the same chance as masking at once.
    private int Next(EngineRequest request, ReadOnlySpan<float> logits)
    {
        var token = request.Sampler.Next(logits);
        if (request.Constraint is not { } constraint || (request.EndTokens.Contains(token) ? constraint.CanEnd : constraint.Allows(token)))
        {
            return token;
        }

        if (masked.Length != logits.Length)
        {
            masked = new float[logits.Length];
        }

        logits.CopyTo(masked);
        constraint.Mask(masked);
        foreach (var end in request.EndTokens)
        {
            masked[end] = constraint.CanEnd ? logits[end] : float.NegativeInfinity;
        }

        return request.Sampler.Next(masked);
    }
}
