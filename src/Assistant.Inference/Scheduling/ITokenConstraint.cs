namespace Assistant.Inference.Scheduling;

/// <summary>What a request's text must look like, token by token: a schema, a tool call. One for each request; not for two threads at once.</summary>
internal interface ITokenConstraint
{
    /// <summary>Whether the text may end here: then the tokens that end a turn are allowed too.</summary>
    bool CanEnd { get; }

    /// <summary>Whether nothing but the end may follow.</summary>
    bool MustEnd { get; }

    /// <summary>Whether this token may follow. Cheap: the likeliest token is asked about first, and the whole vocabulary only when it may not.</summary>
    bool Allows(int token);

    /// <summary>Sets the logit of each token that may not follow to negative infinity. At least one token is left.</summary>
    /// <param name="logits">One number for each token of the vocabulary.</param>
    void Mask(Span<float> logits);

    /// <summary>Takes the token that was written.</summary>
    /// <exception cref="InvalidOperationException">It may not follow.</exception>
    void Accept(int token);

    /// <summary>Whether the text has to be finished now to be whole within the tokens that are left, and by which tokens.</summary>
    /// <param name="tokensLeft">How many tokens may still be written, the end of the turn not counted.</param>
    /// <param name="closing">The tokens of the shortest text that completes it; empty when it is complete.</param>
    bool MustClose(int tokensLeft, out IReadOnlyList<int> closing);
}
