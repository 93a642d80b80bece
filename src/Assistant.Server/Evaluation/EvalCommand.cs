using System.CommandLine;
using Assistant.Core;
using Assistant.Server.CommandLine;

namespace Assistant.Server.Evaluation;

/// <summary>The command <c>eval</c>: how well a set of documents is read, found and answered from, in a home of its own.</summary>
internal static class EvalCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common) => new("eval", "Measure reading, search and answers on a folder of documents and questions.")
    {
        Retrieval(common),
        Answers(common),
        Documents(common),
    };

    private static Command Retrieval(CommonOptions common)
    {
        var folder = Folder("A folder with corpus.jsonl or files/, queries.jsonl and qrels.tsv.");
        Option<RetrievalMode> mode = new("--mode") { Description = "Which lists to use: hybrid, lexical or dense.", HelpName = "M" };
        Command command = new("retrieval", "How well the right documents are found.") { folder, mode };
        command.Runs(common, (parsed, context, cancellationToken) =>
            EvalVerbs.RetrievalAsync(context, parsed.GetRequiredValue(folder), parsed.GetValue(mode), cancellationToken));
        return command;
    }

    private static Command Answers(CommonOptions common)
    {
        var folder = Folder("A folder with corpus.jsonl or files/, and qa.jsonl.");
        Option<string?> model = new("--model") { Description = "The model that answers, or 'extractive' for quoted sentences only.", HelpName = "M" };
        Option<string?> output = new("--out") { Description = "A file that gets a line of JSON per question.", HelpName = "FILE" };
        Command command = new("answers", "What is answered, cited and refused.") { folder, model, output };
        command.Runs(common, (parsed, context, cancellationToken) =>
            EvalVerbs.AnswersAsync(context, parsed.GetRequiredValue(folder), parsed.GetValue(model), parsed.GetValue(output), cancellationToken));
        return command;
    }

    private static Command Documents(CommonOptions common)
    {
        var folder = Folder("A folder with files/ and manifest.jsonl.");
        Option<string?> kinds = new("--kinds") { Description = "Only these kinds, such as md,txt,html,pdf,docx.", HelpName = "KINDS" };
        Command command = new("documents", "Whether documents are read as their manifest expects.") { folder, kinds };
        command.Runs(common, (parsed, context, cancellationToken) =>
        {
            var only = (parsed.GetValue(kinds) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return EvalVerbs.DocumentsAsync(context, parsed.GetRequiredValue(folder), [.. only.Select(kind => kind.ToLowerInvariant())], cancellationToken);
        });
        return command;
    }

    private static Argument<string> Folder(string description) => new("DIR") { Description = description };
}
