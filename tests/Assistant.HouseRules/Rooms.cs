namespace Assistant.HouseRules;

/// <summary>The rooms of the house, which rooms each may reference and which packages it may know. To add an arrow or a package, change this table and say why in docs/decisions.</summary>
internal static class Rooms
{
    private static readonly string[] Hosting =
    [
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options.ConfigurationExtensions",
        "Microsoft.Extensions.Options.DataAnnotations",
    ];

    public static IReadOnlyDictionary<string, Room> All { get; } = new Dictionary<string, Room>
    {
        ["Assistant.Core"] = new([], []),
        ["Assistant.Inference"] = new([], ["Microsoft.Extensions.AI"]),
        ["Assistant.Ingestion"] = new(["Assistant.Core"], ["AngleSharp", "DocumentFormat.OpenXml", "Markdig", "PdfPig", "UTF.Unknown", "YamlDotNet", .. Hosting]),
        ["Assistant.Retrieval"] = new(
            ["Assistant.Core"],
            ["Lucene.Net.Analysis.Common", "Microsoft.Data.Sqlite", "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.VectorData.Abstractions", "System.Numerics.Tensors", .. Hosting]),
        ["Assistant.Storage"] = new(["Assistant.Core"], ["Microsoft.EntityFrameworkCore.Sqlite", .. Hosting]),
        ["Assistant.Orchestration"] = new(["Assistant.Core"], ["Microsoft.Extensions.AI", "Microsoft.SemanticKernel.Core", .. Hosting]),
        ["Assistant.Channels"] = new(["Assistant.Core"], ["Microsoft.AspNetCore.OpenApi"]),
        ["Assistant.Server"] = new(
            ["Assistant.Channels", "Assistant.Core", "Assistant.Inference", "Assistant.Ingestion", "Assistant.Orchestration", "Assistant.Retrieval", "Assistant.Storage"],
            ["Spectre.Console", "System.CommandLine"]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    internal sealed record Room(IReadOnlyList<string> MayReference, IReadOnlyList<string> MayKnow);
}
