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
