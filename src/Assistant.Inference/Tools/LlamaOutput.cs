using System.Text.Json;
using System.Text.RegularExpressions;

namespace Assistant.Inference.Tools;

/// <summary>
/// LLaMA 3.1 to 3.3. A message is a call when it is nothing but calls in JSON (or, from 3.2 on, a Python list of calls), or stands behind the
/// control token &lt;|python_tag|&gt;. Without the token JSON that is not plainly a call is an answer.
/// </summary>
internal sealed partial class LlamaOutput(IReadOnlyList<string> endTokens, bool isPythonic) : OutputReader(endTokens, ["<|python_tag|>"])
{
    private static readonly HashSet<string> CallKeys = ["type", "name", "parameters", "arguments", "id"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> CallMarkers { get; } = ["<|python_tag|>"];

    /// <inheritdoc/>
    public override int Showable(string text, int from) =>
        from == 0 && (text.AsSpan().TrimStart() is [] or ['{', ..] || BeginsTag(text.AsSpan().TrimStart()) || (isPythonic && StartOfList().IsMatch(text))) ? 0 : text.Length;

    /// <inheritdoc/>
    protected override ParsedOutput ReadTurn(IReadOnlyList<OutputPiece> written, OutputContext context)
    {
        var at = written.Index().FirstOrDefault(piece => piece.Item is { IsControl: true, Text: "<|python_tag|>" }, (-1, default)).Item1;
        if (at >= 0)
        {
            return ParsedOutput.Of(ContentBefore(written), Tagged(Spelled(written.Skip(at + 1)).Trim(), context));
        }

        var text = Spelled(written);
        return context.Names.Count == 0 ? ParsedOutput.Words(text) : Untagged(text, context);
    }

    private static List<ParsedCall> Tagged(string body, OutputContext context)
    {
        if (body.Length == 0)
        {
            throw new BrokenCallException("empty");
        }

        if (body[0] == '{')
        {
            return Objects(body, context);
        }

        if (body[0] == '[')
        {
            return [.. PythonicCalls.Read(body, context)];
        }

        // Anything else is a built-in tool or code for an interpreter: never run unless it is the call of an offered tool.
        if (BuiltIn().IsMatch(body))
        {
            return [PythonicCalls.ReadBuiltIn(body, context)];
        }

        throw new BrokenCallException(context.IsCut ? "cut" : "unknown-tool");
    }

    private ParsedOutput Untagged(string text, OutputContext context)
    {
        var body = text.Trim();
        if (body.StartsWith("<function=", StringComparison.Ordinal))
        {
            return ParsedOutput.Of("", FunctionTags(body, context));
        }

        // In JSON a name and its parameters are a call whatever the name is; in Python "[see(below)]" may be words.
        var plainlyCalls = StartOfCall().IsMatch(body);
        plainlyCalls |= isPythonic && StartOfPythonCall().Match(body) is { Success: true } python && context.Names.Contains(python.Groups["name"].Value);
        if (body is not ['{' or '[', ..])
        {
            return ParsedOutput.Words(text);
        }

        try
        {
            return body[0] == '{' ? ParsedOutput.Of("", Objects(body, context, strict: true))
                : isPythonic ? ParsedOutput.Of("", PythonicCalls.Read(body, context))
                : ParsedOutput.Words(text);
        }
        catch (BrokenCallException) when (!plainlyCalls)
        {
            return ParsedOutput.Words(text);
        }
    }

    // Calls one after the other, parted by nothing, white space or a semicolon.
    private static List<ParsedCall> Objects(string body, OutputContext context, bool strict = false)
    {
        List<ParsedCall> calls = [];
        while (body.Length > 0)
        {
            var value = CallJson.First(body, out var length);
            if (strict && (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(property => !CallKeys.Contains(property.Name))))
            {
                throw new BrokenCallException("bad-json");
            }

            calls.Add(CallJson.CallOf(value, context));
            body = body[length..].TrimStart(' ', '\n', '\r', '\t', ';');
        }

        return calls;
    }

    private static List<ParsedCall> FunctionTags(string body, OutputContext context)
    {
        List<ParsedCall> calls = [];
        while (body.Length > 0)
        {
            if (FunctionTag().Match(body) is not { Success: true } tag)
            {
                throw new BrokenCallException("bad-json");
            }

            var arguments = CallJson.First(body[tag.Length..], out var length);
            calls.Add(new(CallJson.NameOf(tag.Groups["name"].Value, context), CallJson.ArgumentsOf(arguments)));
            body = body[(tag.Length + length)..].TrimStart();
            const string End = "</function>";
            body = body.StartsWith(End, StringComparison.Ordinal) ? body[End.Length..].TrimStart() : throw new BrokenCallException("bad-json");
        }

        return calls;
    }

    private static bool BeginsTag(ReadOnlySpan<char> text)
    {
        const string Tag = "<function=";
        return text.StartsWith(Tag, StringComparison.Ordinal) || Tag.AsSpan().StartsWith(text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\{\s*(""type""\s*:\s*""function""\s*,\s*)?""name""\s*:\s*""[^""\\]*""\s*,\s*""(parameters|arguments)""\s*:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex StartOfCall();

    [GeneratedRegex(@"^\[\s*(?<name>[A-Za-z_][A-Za-z0-9_-]*)\s*\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex StartOfPythonCall();

    // Not a citation: a name, and then a parenthesis as soon as something comes after it.
    [GeneratedRegex(@"^\s*\[\s*([A-Za-z_][A-Za-z0-9_.-]*\s*(\(.*)?)?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex StartOfList();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\s*\.call\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex BuiltIn();

    [GeneratedRegex(@"^<function=(?<name>[^>\s]*)>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionTag();
}
