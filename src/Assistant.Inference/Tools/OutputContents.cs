using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tools;

/// <summary>What was read, besides the words that were shown already, in the words of Microsoft.Extensions.AI.</summary>
internal static class OutputContents
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Thoughts, calls, and what went wrong with one.</summary>
    public static IEnumerable<AIContent> Of(ParsedOutput read)
    {
        if (read.Reasoning.Length > 0)
        {
            yield return new TextReasoningContent(read.Reasoning);
        }

        foreach (var call in read.Calls)
        {
            // Mistral's formats take ids of exactly nine letters or digits, the others any.
            yield return new FunctionCallContent(
                RandomNumberGenerator.GetString(Letters, 9), call.Name, call.Arguments.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value, StringComparer.Ordinal));
        }

        if (read.Fault is { } fault)
        {
            yield return new ErrorContent("The model tried to call a tool, but what it wrote is no call. Ask again, or allow more tokens.") { ErrorCode = fault };
        }
    }
}
