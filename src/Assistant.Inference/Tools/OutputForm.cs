using Assistant.Inference.Engine;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Tools;

/// <summary>How one model's output is to be read: its family's reader, and which of its vocabulary's tokens mean something.</summary>
internal sealed class OutputForm
{
    private static readonly string[] Names = ["[TOOL_CALLS]", "[ARGS]", "[CALL_ID]", "[THINK]", "[/THINK]", "<|python_tag|>", "<tool_call>", "</tool_call>", "<think>", "</think>"];

    /// <summary>Looks the tokens up.</summary>
    public OutputForm(ChatFormat format, LlamaVocabulary vocabulary)
    {
        Reader = OutputReader.Of(format);
        foreach (var name in Names)
        {
            if (vocabulary.IdOf(name) is { } id)
            {
                Controls[id] = name;
            }
        }

        foreach (var (id, name) in Controls)
        {
            if (name is "[THINK]" or "[/THINK]" or "<think>" or "</think>")
            {
                Thoughts[id] = !name.Contains('/', StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The family's reader.</summary>
    public OutputReader Reader { get; }

    /// <summary>The names of the tokens that mean something.</summary>
    public Dictionary<int, string> Controls { get; } = [];

    /// <summary>The tokens that begin (true) or end (false) thoughts.</summary>
    public Dictionary<int, bool> Thoughts { get; } = [];
}
