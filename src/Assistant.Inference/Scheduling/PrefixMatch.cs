namespace Assistant.Inference.Scheduling;

/// <summary>How far a prompt is known.</summary>
/// <param name="Node">The node in which, or at the end of which, it leaves the tree.</param>
/// <param name="Length">How many of its tokens are known.</param>
internal readonly record struct PrefixMatch(PrefixNode Node, int Length);
