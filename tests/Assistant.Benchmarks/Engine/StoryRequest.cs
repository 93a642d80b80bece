using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>A longer answer, which is the one that people break off. It is told from others by the length of its prompt.</summary>
/// <param name="Prompt">The request; no two have the same length.</param>
internal sealed record StoryRequest(EnginePrompt Prompt) : SoakRequest
{
    private const int MostTokens = 64;

    /// <inheritdoc/>
    public override string Kind => "long answer";

    /// <inheritdoc/>
    public override async Task<string?> RunAsync(ISoakTarget target, CancellationToken cancellationToken)
    {
        var response = await target.Chat.GetResponseAsync(Prompt.Messages, new ChatOptions { MaxOutputTokens = MostTokens, Temperature = 0 }, cancellationToken);
        return response.Usage?.InputTokenCount != Prompt.Tokens.Length ? $"a prompt of {Prompt.Tokens.Length} tokens was asked, one of {response.Usage?.InputTokenCount} answered"
            : response.Text.Length == 0 ? "the answer is empty"
            : null;
    }
}
