using System.Text;
using Assistant.Inference.Formats;
using Assistant.Inference.Tools;

namespace Assistant.Inference.Tests.Tools;

/// <summary>What a person sees while a model writes: words at once, never a call and never a thought, also when they come letter by letter.</summary>
public class OutputStreamTests
{
    [Theory]
    [InlineData("hermes", "It is sunny.", "It is sunny.")]
    [InlineData("hermes", "Let me check.\n<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>", "Let me check.\n")]
    [InlineData("hermes", "1 <tool_box> and <tool_call", "1 <tool_box> and <tool_call")]
    [InlineData("hermes", "Write `<tool_call>{}</tool_call>` so.", "Write `<tool_call>{}</tool_call>` so.")]
    [InlineData("hermes", "<tool_call>{\"name\": \"gone\", \"arguments\": {}}</tool_call>", "")]
    [InlineData("qwen3", "<think>\nWhat for?\n</think>\n\nHello!", "Hello!")]
    [InlineData("qwen3", "<think>\nWhat for?", "")]
    [InlineData("qwen3", "<th", "<th")]
    [InlineData("llama3.1", "{\"name\": \"f\", \"parameters\": {}}", "")]
    [InlineData("llama3.1", "{\"answer\": 42}", "{\"answer\": 42}")]
    [InlineData("llama3.1", "Use {\"a\": 1}.", "Use {\"a\": 1}.")]
    [InlineData("llama3.2", "[f(a=1)]", "")]
    [InlineData("llama3.2", "[1] says so.", "[1] says so.")]
    [InlineData("llama3.2", "[see below](x) and so on", "[see below](x) and so on")]
    [InlineData("mistral-v3", "[{\"name\": \"f\"}]", "[{\"name\": \"f\"}]")]
    public void Words_are_shown_and_calls_are_not(string format, string written, string expected)
    {
        OutputStream stream = new(OutputReader.Of(ChatFormats.ByName(format)), new HashSet<string> { "f" });
        StringBuilder shown = new();
        foreach (var letter in written)
        {
            shown.Append(stream.Add(letter.ToString()));
            Assert.StartsWith(shown.ToString(), expected, StringComparison.Ordinal);
        }

        shown.Append(stream.Finish(isCut: false).Left);
        Assert.Equal(expected, shown.ToString());
    }

    [Fact]
    public void What_stands_behind_a_control_token_of_calls_is_hidden_whatever_it_is()
    {
        OutputStream stream = new(OutputReader.Of(ChatFormats.ByName("mistral-v7")), new HashSet<string> { "f" });

        Assert.Equal("One moment.", stream.Add("One moment."));
        stream.AddControl("[TOOL_CALLS]");
        Assert.Equal("", stream.Add("[{\"name\": \"f\", \"arg"));
        var (read, left) = stream.Finish(isCut: true);

        Assert.Equal((OutputOutcome.Error, "cut", "One moment.", ""), (read.Outcome, read.Fault, read.Content, left));
    }

    [Fact]
    public void Words_of_an_answer_come_at_once()
    {
        OutputStream stream = new(OutputReader.Of(ChatFormats.ByName("hermes")), new HashSet<string> { "f" });

        Assert.Equal("It ", stream.Add("It "));
        Assert.Equal("is", stream.Add("is"));
        Assert.Equal(" < 5 ", stream.Add(" < 5 "));
        Assert.Equal("", stream.Add("<too"));
        Assert.Equal("<too many", stream.Add(" many"));
    }
}
