using System.Text.Json.Serialization;

namespace Assistant.Inference.Workers;

/// <summary>The two lines that host and worker exchange before they speak HTTP.</summary>
[JsonSerializable(typeof(WorkerOrders))]
[JsonSerializable(typeof(WorkerReady))]
internal sealed partial class WorkerJson : JsonSerializerContext;
