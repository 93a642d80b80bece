using System.Text;
using System.Text.Json;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Tests.Fakes;

/// <summary>A verb's output, kept.</summary>
internal sealed class CapturedOutput
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public CapturedOutput(bool json = false, bool quiet = false) => Verb = new(
        new StringWriter(output) { NewLine = "\n" }, new StringWriter(error) { NewLine = "\n" }, json, quiet, verbose: false, isTerminal: false);

    public VerbOutput Verb { get; }

    public string Out => output.ToString();

    public string Error => error.ToString();

    public JsonElement[] Json => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
