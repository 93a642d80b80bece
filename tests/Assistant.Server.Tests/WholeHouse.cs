using Assistant.Core;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Server.Tests;

/// <summary>Tests of the executable need every room.</summary>
internal static class WholeHouse
{
    /// <summary>Skips while a room that finds passages is not wired in.</summary>
    public static void OrSkip()
    {
        VerbContext context = new(new("nowhere", Config: null, Json: false, Quiet: true, Verbose: false), new CapturedOutput().Verb);
        using var services = Rooms.Build(context, readOnly: true);
        var isWhole = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IPassageIndex));
        Assert.SkipUnless(isWhole, "The room Assistant.Retrieval is not wired in yet.");
    }
}
