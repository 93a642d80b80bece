using System.CommandLine;
using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;

namespace Assistant.Server.Verbs;

/// <summary>The command <c>search</c>.</summary>
internal static class SearchCommand
{
    private const int MaxTop = 100;

    /// <summary>Makes it.</summary>
    public static Command Create(CommonOptions common)
    {
        Argument<string> query = new("QUERY") { Description = "What to look for." };
        var collection = SharedOptions.Collection("Only documents of this collection.");
        var askers = SharedOptions.As();
        Option<int> top = new("--top") { Description = "How many passages at most (1 to 100).", HelpName = "N", DefaultValueFactory = _ => 10 };
        top.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > MaxTop)
            {
                result.AddError($"--top must be between 1 and {MaxTop}.");
            }
        });
        Option<string> mode = new("--mode") { Description = "Words and vectors together, or one of them.", DefaultValueFactory = _ => "hybrid" };
        mode.AcceptOnlyFromAmong("hybrid", "lexical", "dense");

        Command command = new("search", "Ranked passages as that person would get them.") { query, collection, top, mode, askers };
        command.Runs(common, async (parsed, context, cancellationToken) =>
        {
            SearchRequest request = new(
                parsed.GetRequiredValue(query),
                parsed.GetValue(collection),
                parsed.GetValue(top),
                Enum.Parse<RetrievalMode>(parsed.GetRequiredValue(mode), ignoreCase: true),
                SharedOptions.AskerOf(parsed.GetValue(askers)));
            QuestionText.Check(request.Query, "query");
            await using var home = await ReadingHome.OpenAsync(context, request.Mode == RetrievalMode.Lexical ? Needs.Passages : Needs.Vectors, cancellationToken);
            return await home.Make<SearchVerb>(context.Output).RunAsync(request, cancellationToken);
        });
        return command;
    }
}
