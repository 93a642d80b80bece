using System.Text.Json;
using Assistant.Inference.Grammars;
using Json.Schema;

namespace Assistant.Inference.Tests.Grammars;

/// <summary>Whatever comes out under a schema must fit it, by a validator that knows nothing of our grammar.</summary>
public class SchemaGrammarTests
{
    private const int Seeds = 25;

    private static readonly EvaluationOptions Strict = new() { RequireFormatValidation = true };

    public static TheoryData<string> Schemas =>
    [
        "true",
        "{}",
        """{"type":"object"}""",
        """{"type":"array","maxItems":4}""",
        """{"type":["string","null","boolean"]}""",
        """{"type":"string","minLength":3,"maxLength":7}""",
        """{"type":"string","enum":["red","gr\"een","blü\n"]}""",
        """{"enum":[1,"a",null,true,{"a":[1,2]},-0.50]}""",
        """{"const":{"b":1,"a":"x"}}""",
        """{"type":"integer"}""",
        """{"type":"integer","minimum":-17,"maximum":1234}""",
        """{"type":"integer","exclusiveMinimum":5,"exclusiveMaximum":7}""",
        """{"type":"integer","minimum":98765432109876543210}""",
        """{"type":"integer","maximum":-5}""",
        """{"type":"integer","minimum":-1000,"maximum":1000,"multipleOf":7}""",
        """{"type":"number"}""",
        """{"type":"number","minimum":-1.25,"maximum":2.5}""",
        """{"type":"number","exclusiveMinimum":0,"maximum":1}""",
        """{"type":"number","exclusiveMinimum":-0.01,"exclusiveMaximum":0}""",
        """{"type":"number","minimum":3.14159,"exclusiveMaximum":3.1416}""",
        """{"type":"number","multipleOf":0.01,"minimum":0,"maximum":100}""",
        """{"type":"number","multipleOf":5}""",
        """{"type":"string","pattern":"^[A-Z]{2}-\\d{4}$"}""",
        """{"type":"string","pattern":"foo|^b.r$"}""",
        """{"type":"string","pattern":"^(?:a|bc)+[^\\s\"]{1,3}\\.$","maxLength":9}""",
        """{"type":"string","pattern":"\\\\\\d"}""",
        """{"type":"string","format":"date"}""",
        """{"type":"string","format":"date-time"}""",
        """{"type":"string","format":"time"}""",
        """{"type":"string","format":"uuid"}""",
        """{"type":"string","format":"email","maxLength":30}""",
        """{"type":"string","format":"ipv4"}""",
        """{"type":"string","format":"ipv6"}""",
        """{"type":"string","format":"hostname"}""",
        """{"type":"string","format":"uri"}""",
        """{"type":"string","format":"duration"}""",
        """{"type":"string","format":"no-such-format","minLength":1}""",
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0}},"required":["name","age"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"null"},"c":{"type":"boolean"},"d":{"type":"boolean"}},"required":["b"]}""",
        """{"type":"object","properties":{"name":{"type":"integer"}},"additionalProperties":{"type":"boolean"}}""",
        """{"type":"object","required":["x","y"]}""",
        """{"properties":{"a\"\\é":{"type":"integer"}},"additionalProperties":true,"required":["a\"\\é"]}""",
        """{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":5}""",
        """{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}""",
        """{"type":"array","prefixItems":[{"type":"boolean"},{"type":"null"}],"items":{"type":"integer"},"minItems":1,"maxItems":4}""",
        """{"type":"array","items":{"type":"array","items":{"type":"boolean"},"maxItems":2},"maxItems":3}""",
        """{"anyOf":[{"type":"integer"},{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}]}""",
        """{"oneOf":[{"const":"x","title":"X"},{"const":"y"},{"type":"integer"}]}""",
        """{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"n":{"type":"integer"}},"required":["kind"]},{"type":"object","properties":{"kind":{"const":"b"}},"required":["kind"]}]}""",
        """{"allOf":[{"type":"object","properties":{"a":{"type":"integer","minimum":1}},"required":["a"]},{"properties":{"a":{"maximum":3},"b":{"type":"string"}},"required":["b"]}]}""",
        """{"allOf":[{"type":["integer","string"]},{"type":["string","null"],"minLength":2}],"maxLength":4}""",
        """{"type":"object","properties":{"a":{"$ref":"#/$defs/p"},"b":{"$ref":"#/$defs/q~1r%20s"}},"required":["a"],"$defs":{"p":{"enum":[1,2]},"q/r s":{"type":"boolean"}}}""",
        """{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"value":{"type":"integer"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}},"required":["value"],"additionalProperties":false}}}""",
        """{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"]}""",
        """{"type":"object","properties":{"k":{"anyOf":[{"type":"string","maxLength":2},{"type":"null"}],"default":null,"description":"d"}},"required":["k"],"$schema":"https://json-schema.org/draft/2020-12/schema"}""",
        """{"allOf":[{"properties":{"x":{"type":"integer"}},"required":["x"]}],"properties":{"y":{"type":"null"}},"unevaluatedProperties":false,"type":"object"}""",
        """{"anyOf":[{"$ref":"#/$defs/p"},{"type":"null"}],"$defs":{"p":{"type":"object","properties":{"x":{"type":"integer"}},"unevaluatedProperties":false}}}""",
        """{"$id":"https://example.org/s","type":"object","properties":{"$id":{"type":"integer"},"b":{"$ref":"#/properties/$id"}},"required":["$id","b"]}""",
        """{"type":"object","properties":{"a":{"type":"integer"}},"anyOf":[{"required":["a"]},{"properties":{"b":{"type":"integer"}},"required":["b"]}]}""",
    ];

    [Theory, MemberData(nameof(Schemas))]
    public void All_that_is_generated_fits_by_an_independent_validator(string schema)
    {
        var grammars = SomeVocabulary.Grammars();
        var grammar = Grammar.OfSchema(JsonElement.Parse(schema));
        var shortest = new GrammarConstraint(grammars, grammar, [], new HashSet<int> { SomeVocabulary.End }).ShortestTokens;
        var validator = JsonSchema.FromText(schema);
        for (var seed = 0; seed < Seeds; seed++)
        {
            // The least that can do, and more.
            var text = Generated.Json(grammars, grammar, seed, shortest + (seed * 3));
            using var json = JsonDocument.Parse(text);
            Assert.True(validator.Evaluate(json.RootElement, Strict).IsValid, $"{schema}\n{text}");
        }
    }
}
