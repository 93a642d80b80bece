namespace Assistant.Inference.Tools;

/// <summary>What was to be a call is none. Never leaves this folder.</summary>
internal sealed class BrokenCallException(string fault) : Exception(fault)
{
    /// <summary>Why, in one word.</summary>
    public string Fault { get; } = fault;
}
