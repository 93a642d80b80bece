using System.CommandLine;

namespace Assistant.Server.CommandLine;

/// <summary>Runs a verb inside the frame that all verbs share: output, cancellation, errors, exit code.</summary>
internal static class VerbAction
{
    /// <summary>Makes the command run a verb.</summary>
    /// <param name="command">The command.</param>
    /// <param name="common">The options that every verb has.</param>
    /// <param name="verb">The verb; gives the exit code.</param>
    public static void Runs(this Command command, CommonOptions common, Func<ParseResult, VerbContext, CancellationToken, Task<int>> verb) =>
        command.SetAction((parsed, cancellationToken) =>
        {
            var values = common.Of(parsed);
            var output = VerbOutput.OfProcess(values);
            return GuardAsync(output, () => verb(parsed, new VerbContext(values, output), cancellationToken), cancellationToken);
        });

    /// <summary>Runs and turns every failure into words and an exit code; no stack trace is shown unless asked for.</summary>
    internal static async Task<int> GuardAsync(VerbOutput output, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException)
        {
            output.Fail("cancelled", "Cancelled.", "What was done stays done; run the same command again to go on.");
            return ExitCodes.Cancelled;
        }
        catch (Exception e)
        {
            var known = Failures.Explain(e);
            output.Fail(known.Code, known.Message, known.Hint, e);
            return ExitCodes.Of(known.Code);
        }
    }
}
