using System.Text.Json.Serialization;

namespace Assistant.Inference.Catalogue;

/// <summary>How the catalogue's data file is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<CatalogueModel>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
