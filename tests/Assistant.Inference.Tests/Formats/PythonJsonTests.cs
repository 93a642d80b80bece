using System.Text.Json;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Tests.Formats;

/// <summary>Expected strings are what Python 3.12's json.dumps(json.loads(text), ensure_ascii=False) prints.</summary>
public class PythonJsonTests
{
    [Theory]
    [InlineData("0.1", "0.1"), InlineData("1.0", "1.0"), InlineData("-0.0", "-0.0"), InlineData("1e-7", "1e-07"), InlineData("1E20", "1e+20")]
    [InlineData("1e3", "1000.0"), InlineData("1e15", "1000000000000000.0"), InlineData("1e16", "1e+16"), InlineData("123456789012345678.0", "1.2345678901234568e+17")]
    [InlineData("0.0001", "0.0001"), InlineData("0.00001234", "1.234e-05"), InlineData("1e23", "1e+23"), InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308"), InlineData("1e400", "Infinity"), InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("-0", "0"), InlineData("100.50", "100.5"), InlineData("9007199254740993.0", "9007199254740992.0"), InlineData("-123.456", "-123.456")]
    public void Numbers_are_written_as_Python_writes_them(string json, string expected) =>
        Assert.Equal(expected, PythonJson.Write(JsonElement.Parse(json)));

    [Theory]
    [InlineData("""{"a":[1,{"b":null}],"c":{},"d":[]}""", """{"a": [1, {"b": null}], "c": {}, "d": []}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a": 3, "b": 2}""")]
    [InlineData("\"\\u00e9\\/<b>&'\\u0001\\u007f\\b\\f\"", "\"é/<b>&'\\u0001\u007f\\b\\f\"")]
    public void Structures_and_strings_are_written_as_Python_writes_them(string json, string expected) =>
        Assert.Equal(expected, PythonJson.Write(JsonElement.Parse(json)));

    [Fact]
    public void Non_ASCII_is_escaped_where_a_family_wants_it() =>
        Assert.Equal("\"\\u00e9\\ud83d\\ude42\\u007f~\"", new PythonJson(escapeNonAscii: true).Of(JsonElement.Parse("\"é🙂\u007f~\"")));

    [Fact]
    public void Indented_JSON_has_no_blanks_at_line_ends_and_keeps_empty_ones_on_a_line() =>
        Assert.Equal("{\n    \"a\": [\n        1,\n        2\n    ],\n    \"b\": {}\n}", new PythonJson(indent: 4).Of(JsonElement.Parse("""{"a":[1,2],"b":{}}""")));
}
