using System.Text.Json;
using Assistant.Inference.Grammars;

namespace Assistant.Inference.Tests.Grammars;

/// <summary>What can't be promised is refused before anything is generated, with the keyword and its place; and nothing that is handed in runs without end.</summary>
public class SchemaRefusalTests
{
    [Theory]
    [InlineData("""{"not":{"type":"string"}}""", "not", "")]
    [InlineData("""{"properties":{"a/b":{"items":{"if":true}}}}""", "if", "/properties/a~1b/items")]
    [InlineData("""{"type":"object","patternProperties":{"^a":{}}}""", "patternProperties", "")]
    [InlineData("""{"type":"object","propertyNames":{"maxLength":3}}""", "propertyNames", "")]
    [InlineData("""{"type":"array","items":{"type":"string"},"uniqueItems":true}""", "uniqueItems", "")]
    [InlineData("""{"type":"array","contains":{"type":"string"}}""", "contains", "")]
    [InlineData("""{"type":"object","minProperties":1}""", "minProperties", "")]
    [InlineData("""{"type":"object","maxProperties":1}""", "maxProperties", "")]
    [InlineData("""{"$ref":"https://example.org/other.json"}""", "$ref", "")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/gone"}}}""", "$ref", "/properties/a")]
    [InlineData("""{"$ref":"#"}""", "$ref", "")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""", "$ref", "/$defs/a")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"string"}]}""", "anyOf", "")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "oneOf", "")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"a":{"const":1}}},{"type":"object","properties":{"a":{"const":2}}}]}""", "oneOf", "")]
    [InlineData("""{"type":"number","multipleOf":0.3}""", "multipleOf", "")]
    [InlineData("""{"type":"integer","multipleOf":0}""", "multipleOf", "")]
    [InlineData("""{"type":"number","maximum":1e300}""", "minimum or maximum", "")]
    [InlineData("""{"type":"number","minimum":"1"}""", "minimum", "")]
    [InlineData("""{"type":"number","minimum":1,"exclusiveMinimum":true}""", "exclusiveMinimum", "")]
    [InlineData("""{"type":"integer","maximum":1e999999999}""", "maximum", "")]
    [InlineData("""{"type":"string","pattern":"(?=a)b"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"(a)\\1"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"\\bword\\b"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"\\p{L}+"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"a{2000}"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"(a"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"[b-a]"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"[]a]"}""", "pattern", "")]
    [InlineData("""{"type":"string","pattern":"[^]a]"}""", "pattern", "")]
    [InlineData("""{"type":"string","minLength":-1}""", "minLength", "")]
    [InlineData("""{"allOf":[{"properties":{"a":{}},"unevaluatedProperties":false}],"properties":{"b":{}},"required":["b"]}""", "unevaluatedProperties", "/allOf/0")]
    [InlineData("""{"properties":{"p":{"properties":{"a":{}},"unevaluatedProperties":false}},"allOf":[{"properties":{"p":{"required":["b"]}}}]}""", "unevaluatedProperties", "/properties/p")]
    [InlineData("""{"$defs":{"a":{"$id":"a","$defs":{"b":{"type":"integer"}},"$ref":"#/$defs/b"},"b":{"type":"string"}},"$ref":"#/$defs/a"}""", "$id", "/$defs/a")]
    [InlineData("""{"$defs":{"a":{"$id":"a","properties":{"b":{"$ref":"#/$defs/c"}}},"c":true},"$ref":"#/$defs/a/properties/b"}""", "$id", "/$defs/a")]
    [InlineData("""{"const":"\ud800"}""", "", "")]
    [InlineData("""{"properties":{"\udc00":true}}""", "", "")]
    [InlineData("""{"type":"text"}""", "type", "")]
    [InlineData("""{"enum":["a","bb"],"minLength":2}""", "minLength", "")]
    [InlineData("""{"allOf":[]}""", "allOf", "")]
    [InlineData("""[1]""", "", "")]
    [InlineData("""{"type":"string","type":"integer"}""", "", "")]
    [InlineData("""false""", "", "")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"integer"}]}""", "", "")]
    [InlineData("""{"type":"string","pattern":"^a+$","minLength":3,"maxLength":2}""", "", "")]
    [InlineData("""{"type":"string","pattern":"^[0-9]+$","format":"date"}""", "", "")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""", "", "")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":false}""", "", "")]
    [InlineData("""{"type":"string","minLength":2147483646}""", "", "")]
    public void What_cannot_be_promised_is_refused_with_the_keyword_and_its_pointer(string schema, string keyword, string pointer)
    {
        var refusal = Assert.Throws<UnsupportedSchemaException>(() => Grammar.OfSchema(JsonElement.Parse(schema)).Compile());

        Assert.Equal((keyword, pointer), (refusal.Keyword, refusal.Pointer));
        Assert.Contains($"'{keyword}' at '#{pointer}'", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "too deep", string.Concat(Enumerable.Repeat("{\"items\":", 20_000)) + "true" + new string('}', 20_000) },
        { "too long", $$"""{"description":"{{new string('x', 200_000)}}"}""" },
        { "too many values", $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 5000))}}]}""" },
        { "too many properties", $$$"""{"properties":{{{{string.Join(',', Enumerable.Range(0, 2000).Select(index => $"\"p{index}\":true"))}}}}}""" },
        { "too many branches", $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 2000).Select(index => $"{{\"minimum\":{index}}}"))}}]}""" },
        { "too many combinations", $$"""{"allOf":[{{string.Join(',', Enumerable.Repeat("""{"anyOf":[{"minimum":1},{"maximum":5},{"multipleOf":2}]}""", 12))}}]}""" },
        { "every place reaches every other", Everything() },
        { "branches that are alike through and through", Alike() },
        { "a place of many parts that is reached from many", ManyParts() },
        { "many parts under a long name", "{\"properties\":{\"" + new string('x', 60_000) + "\":{\"allOf\":[" + string.Join(',', Enumerable.Repeat("{}", 15_000)) + "]}}}" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void A_schema_that_would_cost_too_much_is_refused(string what, string schema)
    {
        Assert.NotEmpty(what);
        var element = JsonElement.Parse(schema, new JsonDocumentOptions { MaxDepth = 100_000 });

        Assert.Throws<UnsupportedSchemaException>(() => Grammar.OfSchema(element).Compile());
    }

    [Theory]
    [InlineData("^(((a{0,1000}){0,1000}){0,1000})$")]
    [InlineData("(.*a.{20}){3}")]
    [InlineData("^(a|aa|aaa)*b{500}(a|aa)*$")]
    [InlineData("((((((((((((((((x*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*")]
    public void An_intricate_pattern_is_kept_or_refused_but_never_hangs(string pattern)
    {
        var grammars = SomeVocabulary.Grammars();
        var schema = JsonElement.Parse(JsonSerializer.Serialize(new { type = "string", pattern, maxLength = 700 }));
        try
        {
            var text = Generated.Json(grammars, Grammar.OfSchema(schema), seed: 1, mostTokens: 800);
            Assert.Matches(pattern, JsonSerializer.Deserialize<string>(text)!);
        }
        catch (NotSupportedException e)
        {
            Assert.Contains("too large", e.Message, StringComparison.Ordinal);
        }
    }

    private static string Alike()
    {
        var names = Enumerable.Range(0, 200).Select(index => $"p{index}").ToList();
        var properties = string.Join(',', names.Select(name => $"\"{name}\":{{\"$ref\":\"#/$defs/n\"}}"));
        return $$$"""{"$defs":{"n":{"type":"object","properties":{{{{properties}}}},"required":{{{JsonSerializer.Serialize(names)}}}}},"oneOf":[{"$ref":"#/$defs/n"},{"$ref":"#/$defs/n"}]}""";
    }

    private static string ManyParts()
    {
        var properties = string.Join(',', Enumerable.Range(0, 254).Select(index => $"\"p{index}\":{{\"$ref\":\"#/$defs/b\"}}"));
        return $$$"""{"$defs":{"b":{"allOf":[{{{string.Join(',', Enumerable.Repeat("{}", 15_000))}}}]}},"properties":{"again":{"$ref":"#"},{{{properties}}}}}""";
    }

    private static string Everything()
    {
        var names = Enumerable.Range(0, 60).Select(index => $"d{index}").ToList();
        var properties = string.Join(',', names.Select(name => $"\"{name}\":{{\"$ref\":\"#/$defs/{name}\"}}"));
        var places = string.Join(',', names.Select(name => $"\"{name}\":{{\"properties\":{{\"own{name}\":true,{properties}}}}}"));
        return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + places + "}}";
    }
}
