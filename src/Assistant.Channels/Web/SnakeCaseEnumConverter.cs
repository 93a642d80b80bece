using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Channels.Web;

/// <summary>Writes an enum as the API names it, such as <c>not_found</c>; numbers are not read.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
