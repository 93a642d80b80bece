using System.Text.Json;

namespace Assistant.Inference.Wire;

/// <summary>A named JSON schema.</summary>
internal sealed record WireSchema
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The schema itself.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Asks that the answer fits the schema; it always does.</summary>
    public bool? Strict { get; init; }
}
