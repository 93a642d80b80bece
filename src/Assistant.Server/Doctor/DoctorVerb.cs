using Assistant.Server.CommandLine;
using Assistant.Server.Lines;

namespace Assistant.Server.Doctor;

/// <summary><c>assistant doctor</c>: what is well, what is wrong and how to mend it.</summary>
internal sealed class DoctorVerb(VerbOutput output)
{
    private readonly List<DoctorCheck> done = [];

    /// <summary>Makes one check; a check that breaks is a finding, not the end.</summary>
    public async Task LookAsync(string name, Func<Task<DoctorCheck>> check, CancellationToken cancellationToken)
    {
        DoctorCheck found;
        try
        {
            found = await check();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var known = Failures.Explain(e);
            found = new(name, DoctorState.Fail, known.Message, known.Hint);
        }

        done.Add(found);
        if (!output.Json)
        {
            output.Line($"{Mark(found.State)} {found.Name,-10} {found.Message}");
            foreach (var line in found.Hint?.Split('\n') ?? [])
            {
                output.Line($"                {line}");
            }
        }
    }

    /// <summary>Makes one check that waits for nothing.</summary>
    public Task LookAsync(string name, Func<DoctorCheck> check, CancellationToken cancellationToken) =>
        LookAsync(name, () => Task.FromResult(check()), cancellationToken);

    /// <summary>Prints the whole as JSON where that is wanted.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (output.Json)
        {
            output.WriteJson(new(done), WireJson.Shared.DoctorReport);
        }

        return done.Any(check => check.State == DoctorState.Fail) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static string Mark(DoctorState state) => state switch
    {
        DoctorState.Ok => "ok  ",
        DoctorState.Warn => "warn",
        _ => "FAIL",
    };
}
