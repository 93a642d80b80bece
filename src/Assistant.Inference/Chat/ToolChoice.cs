using Assistant.Inference.Formats;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Chat;

/// <summary>Which tools a request offers, and whether one must be called.</summary>
/// <param name="Offered">What the model is told of.</param>
/// <param name="Callable">What it may call: all of them, or the one that was named.</param>
/// <param name="IsRequired">Whether it has to call one.</param>
/// <param name="Several">Whether it may call more than one at once.</param>
internal sealed record ToolChoice(IReadOnlyList<AITool> Offered, IReadOnlyList<AITool> Callable, bool IsRequired, bool Several)
{
    /// <summary>No tools.</summary>
    public static ToolChoice None { get; } = new([], [], IsRequired: false, Several: false);

    /// <summary>The names of the tools that may be called.</summary>
    public IReadOnlySet<string> Names { get; } = Callable.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the options. Whoever names the tool that must be called gets one call, unless he wants several.</summary>
    /// <exception cref="ArgumentException">A tool is required that is not offered.</exception>
    /// <exception cref="ChatFormatException">A tool is none that a local model can call.</exception>
    public static ToolChoice Of(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools || options.ToolMode is NoneChatToolMode)
        {
            return options?.ToolMode is RequiredChatToolMode ? throw new ArgumentException("A call of a tool is required, but no tools are offered.", nameof(options)) : None;
        }

        AITool[] offered = [.. tools];
        Array.ForEach(offered, tool => ToolDefinition.DeclarationOf(tool));
        if (options.ToolMode is not RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            return new(offered, offered, options.ToolMode is RequiredChatToolMode, Several: options.AllowMultipleToolCalls ?? true);
        }

        AITool[] named = [.. offered.Where(tool => tool.Name == name)];
        return named.Length > 0
            ? new(offered, named, IsRequired: true, Several: options.AllowMultipleToolCalls ?? false)
            : throw new ArgumentException($"A call of the tool '{name}' is required, but it is not among the tools that are offered.", nameof(options));
    }
}
