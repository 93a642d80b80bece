using System.Text;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>Puts the calls of an answer together from the pieces of a stream.</summary>
internal sealed class StreamedCalls
{
    private readonly List<Call> calls = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => calls.Count > 0;

    /// <summary>Takes a piece. Pieces of one call have its index, or, at servers that leave that out, its id or follow it.</summary>
    public void Add(WireToolCall piece)
    {
        var call = piece.Index is { } index ? calls.Find(one => one.Index == index)
            : piece.Id is { Length: > 0 } id ? calls.Find(one => one.Id == id)
            : calls.LastOrDefault();
        if (call is null)
        {
            calls.Add(call = new(piece.Index ?? calls.Count));
        }

        call.Id ??= piece.Id is { Length: > 0 } ? piece.Id : null;
        call.Name += piece.Function?.Name;
        call.Arguments.Append(piece.Function?.Arguments);
    }

    /// <summary>The whole calls, with an id each.</summary>
    public IEnumerable<FunctionCallContent> Whole() => calls.Select(call =>
    {
        var id = call.Id ?? "call_" + Guid.NewGuid().ToString("N")[..12];
        return WireArguments.TryRead(call.Arguments.ToString(), out var arguments)
            ? new FunctionCallContent(id, call.Name, arguments)
            : new FunctionCallContent(id, call.Name) { Exception = new LocalModelException($"The arguments of the call of '{call.Name}' are no JSON object.") };
    });

    private sealed class Call(int index)
    {
        public int Index { get; } = index;

        public string? Id { get; set; }

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
