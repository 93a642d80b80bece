using Assistant.Inference.Formats;
using Assistant.Inference.Grammars;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tools;

/// <summary>The grammar of a request's calls, and the tokens that its symbols are in the model's vocabulary.</summary>
internal sealed class ToolGrammar
{
    private ToolGrammar(CallSyntax syntax, Grammar grammar, IReadOnlyList<int> symbols) => (Syntax, Grammar, Symbols) = (syntax, grammar, symbols);

    /// <summary>How the family writes calls.</summary>
    public CallSyntax Syntax { get; }

    /// <summary>What may be written.</summary>
    public Grammar Grammar { get; }

    /// <summary>The token of each symbol by its number; -1 for none.</summary>
    public IReadOnlyList<int> Symbols { get; }

    /// <summary>Makes the grammar.</summary>
    /// <param name="format">The model's format.</param>
    /// <param name="idOf">The id of a control token in the model's vocabulary; null where it has none of that name.</param>
    /// <param name="tools">The tools that may be called.</param>
    /// <param name="several">Whether more than one call may come.</param>
    /// <param name="isFree">Whether words may come instead of a call, or before it.</param>
    /// <param name="document">What may come instead of calls; null for nothing.</param>
    /// <exception cref="LocalModelException">The vocabulary lacks the control tokens of calls.</exception>
    public static ToolGrammar Of(ChatFormat format, Func<string, int?> idOf, IReadOnlyList<AITool> tools, bool several, bool isFree, Grammar? document = null)
    {
        var syntax = CallSyntax.Of(format);
        if (syntax.NeededSymbols.FirstOrDefault(symbol => idOf(symbol) is null) is { } missing)
        {
            throw new LocalModelException($"Tools of the chat format '{format.Name}' need the token '{missing}', which the model's vocabulary lacks.");
        }

        int[] symbols = [-1, .. syntax.Symbols.Select(symbol => idOf(symbol) ?? -1)];
        var declarations = tools.Select(ToolDefinition.DeclarationOf).ToList();
        CheckNames(declarations);
        var key = $"{format.Name} {several} {isFree} {document?.Key}\n{string.Join('\n', declarations.Select(tool => $"{tool.Name} {tool.JsonSchema.GetRawText()}"))}";
        Grammar grammar = new(key, Build, new());
        return new(syntax, grammar, symbols);

        Term Build(TermTable table, JsonTerms json)
        {
            ToolTerms terms = new(table, json, [.. declarations.Select(tool => (tool.Name, ArgumentsOf(table, json, tool)))], symbol => symbols[symbol] >= 0);
            var calls = syntax.Calls(terms, several && syntax.CanWriteSeveral, marked: isFree);
            return document is null ? calls : table.Either(calls, document.Build(table, json));
        }
    }

    private static Term ArgumentsOf(TermTable table, JsonTerms json, AIFunctionDeclaration tool)
    {
        try
        {
            var arguments = SchemaCompiler.Compile(table, json, tool.JsonSchema, new(), SchemaTypes.Object);
            return arguments.Kind != TermKind.Nothing ? arguments : throw new UnsupportedSchemaException("type", "", "the arguments of a tool are an object");
        }
        catch (UnsupportedSchemaException e)
        {
            throw new UnsupportedSchemaException(tool.Name, e);
        }
    }

    // Some families write the name bare, between control tokens.
    private static void CheckNames(List<AIFunctionDeclaration> tools)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            if (tool.Name.Length is 0 or > 128 || !tool.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or ':'))
            {
                throw new NotSupportedException($"A tool's name has 1 to 128 letters, digits and the signs _ - . : and '{tool.Name}' has not.");
            }

            if (!names.Add(tool.Name))
            {
                throw new NotSupportedException($"Two tools have the name '{tool.Name}'.");
            }
        }
    }
}
