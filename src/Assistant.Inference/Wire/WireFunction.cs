using System.Text.Json;

namespace Assistant.Inference.Wire;

/// <summary>A function that may be called.</summary>
internal sealed record WireFunction
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The schema of its arguments.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>Asks that arguments fit the schema.</summary>
    public bool? Strict { get; init; }
}
