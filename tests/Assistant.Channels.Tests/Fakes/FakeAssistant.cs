using System.Runtime.CompilerServices;
using Assistant.Core;

namespace Assistant.Channels.Tests.Fakes;

/// <summary>Answers as a test says.</summary>
internal sealed class FakeAssistant : IAssistant
{
    /// <summary>The answer; each update is given after the one before was taken.</summary>
    public Func<Question, CancellationToken, IAsyncEnumerable<AnswerUpdate>> Answer { get; set; } = (_, _) => Plain();

    /// <summary>The questions so far.</summary>
    public List<Question> Asked { get; } = [];

    /// <summary>Ends when an answer was given up by its asker.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked.Add(question);
        await foreach (var update in Answer(question, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return update;
        }
    }

    /// <summary>Two cited sentences.</summary>
    public static async IAsyncEnumerable<AnswerUpdate> Plain()
    {
        await Task.Yield();
        yield return new AnswerUpdate.Working(AnswerStep.Searching);
        yield return new AnswerUpdate.Words("Leave is earned each pay period. [1]");
        yield return new AnswerUpdate.Cited(new(1, FakeIndex.Leave, "Leave is earned each pay period."));
        yield return new AnswerUpdate.Words(" It is requested in advance. [2]");
        yield return new AnswerUpdate.Cited(new(2, FakeIndex.Request, "It is requested in advance."));
        yield return new AnswerUpdate.Finished(AnswerEnding.Grounded) { Model = "test-model", Dropped = 1, Tokens = new(100, 40, 12) };
    }

    /// <summary>Some words, and then nothing until the asker leaves.</summary>
    public async IAsyncEnumerable<AnswerUpdate> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new AnswerUpdate.Words("Leave is ");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            GivenUp.TrySetResult();
        }
    }
}
