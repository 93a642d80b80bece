using Assistant.Benchmarks.Engine;
using Assistant.Benchmarks.House;
using Assistant.Benchmarks.Search;

// dotnet run -c Release --project tests/Assistant.Benchmarks -- house|index|engine [--out FILE] [more options of the benchmark]
var report = args is [var name, ..]
    ? name switch
    {
        "engine" => await EngineBenchmark.RunAsync(args),
        "house" => await HouseAsync(),
        "structured" => await StructuredBenchmark.RunAsync(args),
        "masks" => MaskBenchmark.Run(args),
        "index" => await IndexBenchmark.RunAsync(IndexBenchmarkOptions.Read(args)),
        _ => null,
    }
    : null;
if (report is null)
{
    Console.Error.WriteLine("Which benchmark? house, index [--passages N] [--queries N] [--docs DIR...], engine PART [options], structured MODEL.gguf, or masks MODEL.gguf; each takes [--out FILE].");
    return 2;
}

Console.WriteLine(report);
if (Array.IndexOf(args, "--out") is >= 0 and var at && at + 1 < args.Length)
{
    await File.WriteAllTextAsync(args[at + 1], report);
}

return 0;

static async Task<string> HouseAsync()
{
    using HouseBenchmark house = new();
    return await house.RunAsync();
}
