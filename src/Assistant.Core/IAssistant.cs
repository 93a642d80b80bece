namespace Assistant.Core;

/// <summary>Answers questions from the documents that the asker may read.</summary>
public interface IAssistant
{
    /// <summary>Answers as a stream that always ends with exactly one <see cref="AnswerUpdate.Finished"/>, unless it is cancelled.</summary>
    IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, CancellationToken cancellationToken = default);
}
