using Assistant.Inference.Formats;
using Assistant.Inference.Grammars;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tools;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Chat;

/// <summary>What a request's answer must look like, as a constraint of its tokens.</summary>
internal static class AnswerRules
{
    /// <summary>The constraint of a request; null when anything goes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="loaded">The model.</param>
    /// <param name="format">The model's format.</param>
    /// <param name="room">How many tokens the context leaves for the answer.</param>
    /// <exception cref="NotSupportedException">A schema can't be promised.</exception>
    /// <exception cref="ArgumentException">Not even the shortest answer fits into the tokens that the request allows, or that are left.</exception>
    public static ITokenConstraint? Of(ChatRequest request, LoadedChat loaded, ChatFormat format, int room)
    {
        var (grammars, ends, vocabulary) = (loaded.Grammars, loaded.Ends, loaded.Model.Vocabulary);
        if (request.Tools.Callable.Count == 0)
        {
            return request.Document is not { } document ? null
                : Checked(new(grammars, vocabulary.IsSentencePiece ? document.AfterSpace() : document, [], ends), request, room);
        }

        var isFree = !request.Tools.IsRequired && request.Document is null;
        var tools = ToolGrammar.Of(
            format, vocabulary.IdOf, request.Tools.Callable, request.Tools.Several, isFree, request.Tools.IsRequired ? null : request.Document);
        return isFree
            ? new GrammarConstraint(grammars, tools.Grammar, tools.Symbols, ends, new CallOpening(tools, loaded.Form.Thoughts))
            : Checked(new(grammars, vocabulary.IsSentencePiece ? tools.Grammar.AfterSpace() : tools.Grammar, tools.Symbols, ends), request, room);
    }

    private static GrammarConstraint Checked(GrammarConstraint constraint, ChatRequest request, int room)
    {
        var most = Math.Min(request.MaxTokens, room);
        return constraint.ShortestTokens <= most ? constraint : throw new ArgumentException(
            $"Not even the shortest answer that fits the schema can be written: it has {constraint.ShortestTokens} tokens, and there is room for {most}. "
            + (request.MaxTokens <= room ? $"Raise the limit of tokens ({nameof(ChatOptions.MaxOutputTokens)}, max_tokens)." : "Make the prompt shorter or the context larger."),
            nameof(request));
    }
}
