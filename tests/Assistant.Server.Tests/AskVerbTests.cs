using System.Runtime.CompilerServices;
using Assistant.Core;
using Assistant.Server.Tests.Fakes;
using Assistant.Server.Verbs;

namespace Assistant.Server.Tests;

public class AskVerbTests
{
    [Theory]
    [InlineData("everyone", "", "1 document is still to be read")]
    [InlineData("everyone", "it", "")]
    [InlineData("group:hr", "", "2 documents are still to be read")]
    [InlineData("group:hr", "hr", "2 documents are still to be read")]
    public async Task An_answer_tells_which_documents_were_not_read_yet(string principal, string collection, string note)
    {
        MemoryCatalog catalog = new(
            Some.Document("hr", "queued.md") with { State = DocumentState.Queued, Version = 0, ReadBy = ["everyone"] },
            Some.Document("hr", "secret.md") with { State = DocumentState.Processing, Version = 0, ReadBy = ["group:hr"] },
            Some.Document("hr", "changed.md") with { State = DocumentState.Queued, Version = 2 },
            Some.Document("it", "ready.md") with { State = DocumentState.Ready, Version = 1 });
        CapturedOutput output = new();

        await AskAsync(catalog, output, new("How many days?", Asker.With(principal)) { Collections = collection == "" ? [] : [collection] });

        Assert.Contains(note, output.Error, StringComparison.Ordinal);
        Assert.Equal(note != "", output.Error.Contains("still to be read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AnswerEnding.Grounded, true)]
    [InlineData(AnswerEnding.Extracted, false)]
    [InlineData(AnswerEnding.NotFound, false)]
    public async Task A_model_is_named_only_where_it_wrote(AnswerEnding ending, bool named)
    {
        CapturedOutput output = new();

        await AskAsync(new(), output, new("How many days?", Asker.Operator), ending);

        Assert.Equal(named, output.Error.Contains("some-model", StringComparison.Ordinal));
    }

    private static Task<int> AskAsync(MemoryCatalog catalog, CapturedOutput output, Question question, AnswerEnding ending = AnswerEnding.Grounded) =>
        new AskVerb(new OneAnswer(ending), catalog, TimeProvider.System, output.Verb).RunAsync(question, TestContext.Current.CancellationToken);

    private sealed class OneAnswer(AnswerEnding ending) : IAssistant
    {
        public async IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask.WaitAsync(cancellationToken);
            yield return new AnswerUpdate.Words("Ten.");
            yield return new AnswerUpdate.Finished(ending) { Model = "some-model" };
        }
    }
}
