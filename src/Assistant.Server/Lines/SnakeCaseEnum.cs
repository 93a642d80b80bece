using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Server.Lines;

/// <summary>Writes an enum as its name in snake_case.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
