namespace Assistant.Benchmarks.Engine;

/// <summary>The requests of a soak: those whose answers come right when they are asked alone.</summary>
internal static class SoakPlan
{
    /// <summary>Makes requests of all kinds, asks each alone, and keeps those that come right.</summary>
    /// <returns>The requests, and what was left out with its reason.</returns>
    public static async Task<(IReadOnlyList<SoakRequest> Requests, IReadOnlyList<string> LeftOut)> MakeAsync(ISoakTarget target, EngineBenchmarkOptions options, PromptMaker prompts, EmbeddingTexts texts)
    {
        var length = options.Number("--long", 600);
        var markers = options.Number("--different", 48);
        List<SoakRequest> made =
        [
            .. Enumerable.Range(0, markers).Select(number => new EchoRequest(EchoRequest.MarkerOf(number), "")),
            .. Enumerable.Range(markers, markers / 4).Select(number => new EchoRequest(EchoRequest.MarkerOf(number), prompts.Fresh(number, length).Messages[0].Text)),
            .. Enumerable.Range(2 * markers, markers / 2).Select(number => new StructuredRequest(EchoRequest.MarkerOf(number))),
            .. Enumerable.Range(0, markers / 2).Select(number => new StoryRequest(prompts.Fresh(1_000 + number, 60 + (number * 4)))),
            .. Enumerable.Range(0, markers / 2).Select(number => new VectorRequest(texts.Make(number, 1 + (number % 4), 40))),
        ];
        List<SoakRequest> kept = [];
        Dictionary<string, (int Count, string Reason)> left = [];
        foreach (var request in made)
        {
            if (await FaultAsync(request, target) is { } fault)
            {
                left[request.Kind] = (left.GetValueOrDefault(request.Kind).Count + 1, fault);
            }
            else
            {
                kept.Add(request);
            }
        }

        EngineBenchmark.Tell($"{kept.Count} of {made.Count} requests come right alone");
        return (kept, [.. left.Select(pair => $"{pair.Value.Count} of the kind '{pair.Key}' (the last: {pair.Value.Reason})")]);
    }

    private static async Task<string?> FaultAsync(SoakRequest request, ISoakTarget target)
    {
        try
        {
            return await request.RunAsync(target, CancellationToken.None);
        }
        catch (NotSupportedException e)
        {
            return e.Message;
        }
    }
}
