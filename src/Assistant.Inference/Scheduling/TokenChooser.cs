namespace Assistant.Inference.Scheduling;

/// <summary>Chooses the next token of a request, inside of what its constraint allows. Its room is shared by all requests of one thread.</summary>
internal sealed class TokenChooser
{
    private float[] masked = [];

    /// <summary>The next token.</summary>
    /// <remarks>
    /// The likeliest token is nearly always allowed, and asking about one token is some thousand times cheaper than masking a
    /// vocabulary. Drawing again from what is allowed after a refusal gives each token the same chance as masking at once.
    /// </remarks>
    public int Next(EngineRequest request, ReadOnlySpan<float> logits)
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
