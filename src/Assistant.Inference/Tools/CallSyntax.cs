using Assistant.Inference.Formats;
using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tools;

/// <summary>How a family writes calls, as terms of a grammar. Stateless.</summary>
internal abstract class CallSyntax
{
    /// <summary>
    /// The number of a symbol that stands for no token: it marks the place from which on a text can be nothing but a call. What was written until
    /// there may still turn out to be words.
    /// </summary>
    public const int Commit = 0;

    /// <summary>The control tokens of calls; the first has the number 1. A vocabulary need not have all of them.</summary>
    public abstract IReadOnlyList<string> Symbols { get; }

    /// <summary>Which of them must be there.</summary>
    public virtual IReadOnlyList<string> NeededSymbols => [];

    /// <summary>Whether a call that no control token announces is one only at the beginning of the answer.</summary>
    public virtual bool IsOnlyAtStart => false;

    /// <summary>Whether the family can write several calls in one answer, and take them back in a history.</summary>
    public virtual bool CanWriteSeveral => true;

    /// <summary>The syntax of a format's models.</summary>
    public static CallSyntax Of(ChatFormat format) => format.Name switch
    {
        "llama3.1" or "llama3.2" => new LlamaCalls(),
        "mistral-v2" or "mistral-v3" or "mistral-v3-tekken" or "mistral-v7" or "mistral-v7-tekken" => new MistralListCalls(),
        "mistral-v11" => new MistralMarkedCalls(hasIds: true),
        "mistral-v13" => new MistralMarkedCalls(hasIds: false),
        _ => new TaggedCalls(),
    };

    /// <summary>The calls.</summary>
    /// <param name="terms">The terms of the tools.</param>
    /// <param name="several">Whether more than one may come.</param>
    /// <param name="marked">Whether <see cref="Commit"/> is to stand where it belongs.</param>
    public abstract Term Calls(ToolTerms terms, bool several, bool marked);
}
