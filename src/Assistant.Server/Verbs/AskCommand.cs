using System.CommandLine;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>ask</c>.</summary>
internal static class AskCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Argument<string> text = new("QUESTION") { Description = "The question, in quotes." };
        var collection = SharedOptions.Collection("Only from documents of this collection.");
        var askers = SharedOptions.As();
        Option<string?> conversation = new("--conversation")
        {
            Description = "Go on with this conversation, or begin one of this name: earlier turns help to understand the question.",
            HelpName = "ID",
        };
        Option<string?> model = new("--model") { Description = "The model that answers, or 'extractive' for quoted sentences only.", HelpName = "M" };

        Command command = new("ask", "An answer with citations.") { text, collection, askers, conversation, model };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            Question question = new(parsed.GetRequiredValue(text), SharedOptions.AskerOf(parsed.GetValue(askers)))
            {
                ConversationId = parsed.GetValue(conversation),
                Collections = parsed.GetValue(collection) is { } only ? [only] : [],
                Model = parsed.GetValue(model),
            };
            QuestionText.Check(question.Text);
            await using var home = await ReadingHome.OpenAsync(context, question.Model == AnsweringModels.Extractive ? Needs.Vectors : Needs.Answers, cancellationToken);
            return await home.Make<AskVerb>(context.Output).RunAsync(question, cancellationToken);
        });
        return command;
    }
}
