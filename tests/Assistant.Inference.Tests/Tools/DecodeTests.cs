using System.Text.Json;
using Assistant.Inference.Tests.Formats;

namespace Assistant.Inference.Tests.Tools;

/// <summary>Raw output against what the golden data expects of it.</summary>
public class DecodeTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_output_is_read_as_the_golden_data_expects()
    {
        var (cases, expected, allowed) = (0, 0, 0);
        List<string> faults = [];
        foreach (var line in Golden.Lines("decode.jsonl"))
        {
            cases++;
            var family = line.GetProperty("family").GetString()!;
            var read = OutputPreview.Read(family == "gemma" ? "gemma2" : family, line);
            var expect = line.GetProperty("expect");
            if (read.Outcome == expect.GetProperty("outcome").GetString())
            {
                if (IsAs(read, expect))
                {
                    expected++;
                    continue;
                }
            }
            else if (line.TryGetProperty("may", out var may) && may.EnumerateArray().Any(other => other.GetString() == read.Outcome))
            {
                allowed++;
                output.WriteLine($"{line.GetProperty("id")}: {read.Outcome} ({read.Error}), which is allowed instead of {expect.GetProperty("outcome")}: {line.GetProperty("why")}");
                continue;
            }

            faults.Add($"{line.GetProperty("id")} ({line.GetProperty("why")})\n  expected {Short(expect.GetRawText())}\n  read     {Short(JsonSerializer.Serialize(read))}");
        }

        output.WriteLine($"{expected} of {cases} as expected first, {allowed} as allowed instead");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(129, cases);
    }

    [Theory]
    [InlineData(63, "calls")]
    [InlineData(64, "error")]
    [InlineData(65, "error")]
    [InlineData(200, "error")]
    public void A_pythonic_call_is_as_deep_as_what_reads_its_arguments_or_is_none(int lists, string outcome)
    {
        var raw = $"[f(x={new string('[', lists)}{new string(']', lists)})]";

        var read = OutputPreview.Read("llama3.2", JsonSerializer.SerializeToElement(new { raw, tools = new[] { "f" } }));

        Assert.Equal((outcome, outcome == "error" ? "too-deep" : null), (read.Outcome, read.Error));
    }

    [Fact]
    public void Half_a_surrogate_pair_makes_an_output_none() =>
        Assert.Throws<Assistant.Inference.Formats.ChatFormatException>(() => OutputPreview.Read("hermes", JsonElement.Parse("""{"raw":"\ud800"}""")));

    private static string Short(string text) => text.Length > 400 ? text[..400] + "..." : text;

    private static bool IsAs(ReadOutput read, JsonElement expect)
    {
        var calls = expect.GetProperty("tool_calls").EnumerateArray().ToList();
        return read.Content.Trim() == expect.GetProperty("content").GetString()!.Trim()
            && read.Error == (expect.TryGetProperty("error", out var error) ? error.GetString() : null)
            && calls.Count == read.ToolCalls.Count
            && calls.Zip(read.ToolCalls).All(pair => pair.First.GetProperty("name").GetString() == pair.Second.Name && JsonElement.DeepEquals(pair.First.GetProperty("arguments"), pair.Second.Arguments));
    }
}
