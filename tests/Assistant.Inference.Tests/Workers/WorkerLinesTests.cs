using Assistant.Inference.Workers;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Tests.Workers;

public sealed class WorkerLinesTests
{
    [Theory]
    [InlineData(LogLevel.Debug)]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Warning)]
    [InlineData(LogLevel.Error)]
    [InlineData(LogLevel.Critical)]
    public void A_line_keeps_its_level(LogLevel level) => Assert.Equal((level, "two lines"), WorkerLines.Parse(WorkerLines.Format(level, "two\nlines")));

    [Theory]
    [InlineData("llama.cpp aborts the process")]
    [InlineData("<9>x")]
    [InlineData("<")]
    [InlineData("")]
    public void What_native_code_writes_is_a_warning(string line) => Assert.Equal((LogLevel.Warning, line), WorkerLines.Parse(line));
}
