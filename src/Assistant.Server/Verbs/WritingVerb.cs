using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Home;

namespace Assistant.Server.Verbs;

/// <summary>The verbs that change a home: <c>ingest</c>, <c>documents delete</c>, <c>documents retry</c>.</summary>
internal static class WritingVerb
{
    /// <summary>Does the work, here or in the process that writes to the home, and prints what happens.</summary>
    public static async Task<int> RunAsync(VerbContext context, WorkRequest request, CancellationToken cancellationToken)
    {
        var verb = request.GetType().Name.ToLowerInvariant();
        HomeWork work = new(context.Home, (held, cancellation) => WritingRooms.OpenAsync(context, held, verb, cancellation), TimeProvider.System);
        WorkPrinter printer = new(context.Output, TimeProvider.System);
        return await printer.PrintAsync(work.DoAsync(request, cancellationToken), cancellationToken);
    }
}
