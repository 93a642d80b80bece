using Assistant.Inference.Chat;
using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Tests.Fixtures;

/// <summary>A request of tokens whose answer a test can wait for and look at.</summary>
internal sealed class TokenRequest
{
    private readonly TaskCompletionSource<EngineOutcome> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<int> tokens = [];

    public TokenRequest(
        IReadOnlyList<int> prompt, int maxTokens = 16, string? caller = null, ITokenConstraint? constraint = null,
        Func<int, bool>? take = null, SamplingSettings? sampling = null, IReadOnlySet<int>? ends = null, int systemTokens = 0, CancellationToken cancellation = default)
    {
        Request = new()
        {
            Prompt = prompt,
            Sampler = new(sampling ?? new()),
            EndTokens = ends ?? new HashSet<int>(),
            Constraint = constraint,
            MaxTokens = maxTokens,
            SystemTokens = systemTokens,
            Caller = caller ?? Guid.NewGuid().ToString("N"),
            Take = token =>
            {
                tokens.Add(token);
                begun.TrySetResult();
                return take?.Invoke(token) ?? true;
            },
            Ended = (outcome, failure) =>
            {
                _ = failure switch
                {
                    null => ended.TrySetResult(outcome),
                    OperationCanceledException => ended.TrySetCanceled(CancellationToken.None),
                    _ => ended.TrySetException(failure),
                };
                begun.TrySetResult();
            },
            CancellationToken = cancellation,
        };
    }

    public EngineRequest Request { get; }

    public Task<EngineOutcome> Ended => ended.Task;

    public Task Begun => begun.Task;

    public IReadOnlyList<int> Tokens => tokens;

    // What became of a request that has ended.
#pragma warning disable xUnit1031
    public static EngineOutcome Outcome(TokenRequest request) => request.Ended.IsCompleted ? request.Ended.GetAwaiter().GetResult() : throw new InvalidOperationException("It still runs.");
#pragma warning restore xUnit1031

    public static async Task<TokenRequest> RunAsync(ChatEngine engine, TokenRequest request)
    {
        engine.Submit(request.Request);
        await request.Ended;
        return request;
    }
}
