using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>Five tools and 40 questions, each of which one of them answers.</summary>
internal static class ToolTasks
{
    private static readonly (string Name, string Description, string Json)[] Declared =
    [
        ("get_weather", "The weather in a city.", """{"type":"object","properties":{"city":{"type":"string","minLength":2,"maxLength":30},"unit":{"enum":["celsius","fahrenheit"]}},"required":["city"],"additionalProperties":false}"""),
        ("days_off_left", "How many days off a person has left.", """{"type":"object","properties":{"person":{"type":"string","maxLength":40},"year":{"type":"integer","minimum":2000,"maximum":2100}},"required":["person"],"additionalProperties":false}"""),
        ("lookup_order", "Looks an order up by its number.", """{"type":"object","properties":{"order_id":{"type":"string","pattern":"^[A-Z]-[0-9]{4}$"}},"required":["order_id"],"additionalProperties":false}"""),
        ("convert", "Converts an amount of money.", """{"type":"object","properties":{"amount":{"type":"number","minimum":0,"maximum":1000000},"to":{"enum":["EUR","USD","GBP","JPY"]}},"required":["amount","to"],"additionalProperties":false}"""),
        ("get_time", "The time now.", """{"type":"object","properties":{}}"""),
    ];

    /// <summary>The tools.</summary>
    public static IReadOnlyList<AITool> Tools { get; } = [.. Declared.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, JsonElement.Parse(tool.Json)))];

    /// <summary>The schema of each tool's arguments.</summary>
    public static IReadOnlyDictionary<string, string> Schemas { get; } = Declared.ToDictionary(tool => tool.Name, tool => tool.Json);

    /// <summary>The questions.</summary>
    public static IReadOnlyList<ToolTask> List { get; } =
    [
        .. new[] { "Paris", "Rome", "Oslo", "Lima", "Cairo", "Tokyo", "Berlin", "Quito" }.Select(city => new ToolTask($"What is the weather like in {city}?", "get_weather", "city", city)),
        .. new[] { "Anna", "Tom", "Ines", "Karl", "Lia", "Omar", "Pia", "Rui" }.Select(person => new ToolTask($"How many days off has {person} left?", "days_off_left", "person", person)),
        .. new[] { "A-1042", "B-2001", "C-7777", "D-0001", "E-4321", "F-9090", "G-1234", "H-8080" }.Select(order => new ToolTask($"Where is my order {order}?", "lookup_order", "order_id", order)),
        .. new[] { "EUR", "USD", "GBP", "JPY", "EUR", "USD", "GBP", "JPY" }.Select((currency, index) => new ToolTask($"How much is {(index + 1) * 25} in {currency}?", "convert", "to", currency)),
        .. Enumerable.Range(0, 8).Select(index => new ToolTask(index % 2 == 0 ? "What time is it?" : "Tell me the time, please.", "get_time", "", "")),
    ];
}
