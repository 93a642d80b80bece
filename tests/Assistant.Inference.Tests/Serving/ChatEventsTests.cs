using System.Text.Json;
using Assistant.Inference.Remote;
using Assistant.Inference.Serving;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Serving;

/// <summary>What a model says arrives on the other side of the wire.</summary>
public sealed class ChatEventsTests
{
    private static readonly ChatResponseUpdate Broken = new(ChatRole.Assistant, [new ErrorContent("What it wrote is no call.") { ErrorCode = "cut_call" }]);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_call_that_failed_is_told_to_our_own_side_in_pieces_and_as_a_whole(bool isOurs, int told)
    {
        var piece = new ChatEvents("m", DateTimeOffset.UnixEpoch).Of(Broken)!;
        var whole = new ChatEvents("m", DateTimeOffset.UnixEpoch).Whole(new[] { Broken }.ToChatResponse());

        foreach (var sent in new[] { piece, whole })
        {
            var arrived = JsonSerializer.Deserialize(JsonSerializer.Serialize(sent, WireJson.Default.ChatCompletion), WireJson.Default.ChatCompletion)!;
            AnswerReader reader = new(new() { Model = "m", ContextTokens = 4096, IsOurs = isOurs }, new(), TimeProvider.System);

            var errors = reader.Add(arrived).SelectMany(update => update.Contents).OfType<ErrorContent>().ToList();

            Assert.Equal(told, errors.Count);
            Assert.All(errors, error => Assert.Equal(("What it wrote is no call.", "cut_call"), (error.Message, error.ErrorCode)));
        }
    }
}
