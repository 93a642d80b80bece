using Assistant.Inference.Chat;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Chat;

public sealed class ToolChoiceTests
{
    public static TheoryData<string?, bool?, bool> Cases => new()
    {
        { null, null, true },
        { null, false, false },
        { "weather", null, false },
        { "weather", true, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whoever_names_the_tool_gets_one_call_unless_he_wants_several(string? name, bool? wanted, bool several)
    {
        ChatOptions options = new()
        {
            Tools = [AIFunctionFactory.Create((string city) => city, "weather")],
            ToolMode = name is null ? ChatToolMode.RequireAny : ChatToolMode.RequireSpecific(name),
            AllowMultipleToolCalls = wanted,
        };

        Assert.Equal(several, ToolChoice.Of(options).Several);
    }
}
