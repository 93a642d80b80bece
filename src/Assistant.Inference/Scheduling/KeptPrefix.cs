namespace Assistant.Inference.Scheduling;

/// <summary>A beginning with its keys and values.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="State">Keys and values, as the context saved them.</param>
internal sealed record KeptPrefix(int[] Tokens, byte[] State);
