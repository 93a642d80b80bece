using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Assistant.TestKit;

namespace Assistant.Benchmarks.Search;

/// <summary>hnswlib-node 3.0.0 in a process of its own on the same vectors: M 16, efConstruction 100, inner product.</summary>
internal static class HnswPeer
{
    private const string Script = """
        const fs = require('fs');
        const { HierarchicalNSW } = require('hnswlib-node');
        const [base, asked, dim, rounds] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
        const floats = file => { const b = fs.readFileSync(file); return new Float32Array(b.buffer, b.byteOffset, b.length / 4); };
        const vectors = floats(base), queries = floats(asked), count = vectors.length / dim;
        const index = new HierarchicalNSW('ip', dim);
        const before = process.memoryUsage().rss, start = process.hrtime.bigint();
        index.initIndex(count, 16, 100, 100);
        for (let i = 0; i < count; i++) index.addPoint(Array.from(vectors.subarray(i * dim, (i + 1) * dim)), i);
        const seconds = Number(process.hrtime.bigint() - start) / 1e9, megabytes = (process.memoryUsage().rss - before) / 1e6;
        const runs = [];
        for (const ef of [32, 64, 128, 256, 512]) {
          index.setEf(ef);
          const times = [];
          let found = [];
          for (let round = 0; round < rounds; round++) {
            found = [];
            for (let q = 0; q < queries.length / dim; q++) {
              const query = Array.from(queries.subarray(q * dim, (q + 1) * dim)), at = process.hrtime.bigint();
              found.push(index.searchKnn(query, 10).neighbors);
              times.push(Number(process.hrtime.bigint() - at) / 1e6);
            }
          }
          runs.push({ ef, times, found });
        }
        console.log(JSON.stringify({ seconds, megabytes, runs }));
        """;

    /// <summary>Runs it; null, with the reason told, where Node.js or the package cannot be had.</summary>
    public static HnswResult? Run(IReadOnlyList<float[]> vectors, IReadOnlyList<float[]> queries)
    {
        var folder = Repository.PathOf("artifacts", "hnswlib");
        Directory.CreateDirectory(folder);

        // It is compiled on installation, which newer npm versions only do for packages named here.
        File.WriteAllText(Path.Combine(folder, "package.json"), """{"private":true,"allowScripts":{"hnswlib-node":true}}""");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "hnswlib-node", "build"))
            && Start(folder, "npm", "install", "--no-save", "--no-package-lock", "hnswlib-node@3.0.0") is null)
        {
            IndexBenchmark.Tell("hnswlib-node could not be installed and is left out.");
            return null;
        }

        using TempFolder data = new();
        Write(data.File("base"), vectors);
        Write(data.File("queries"), queries);
        File.WriteAllText(Path.Combine(folder, "run.js"), Script);
        return Start(folder, "node", "run.js", data.File("base"), data.File("queries"), $"{SyntheticVectors.Dimensions}", $"{IndexBenchmark.Rounds}") is { } json
            ? JsonSerializer.Deserialize<HnswResult>(json, JsonSerializerOptions.Web)
            : null;
    }

    private static void Write(string path, IReadOnlyList<float[]> vectors)
    {
        using var file = File.Create(path);
        foreach (var vector in vectors)
        {
            file.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
        }
    }

    private static string? Start(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>What hnswlib gave.</summary>
internal sealed record HnswResult(double Seconds, double Megabytes, IReadOnlyList<HnswRun> Runs);

/// <summary>Its times in milliseconds and its ten neighbours by query at one ef.</summary>
internal sealed record HnswRun(int Ef, double[] Times, int[][] Found);
