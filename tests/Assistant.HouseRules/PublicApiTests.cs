using System.Reflection;
using PublicApiGenerator;

namespace Assistant.HouseRules;

/// <summary>The public surface of each room as text: a change shows in the diff. Run with ASSISTANT_ACCEPT=1 to write what is there now.</summary>
public class PublicApiTests
{
    public static TheoryData<string> RoomNames => [.. Rooms.Names.Select(row => row.Data).Where(room => room != "Assistant.Server")];

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void The_public_surface_is_the_one_that_was_agreed(string room)
    {
        var surface = Assembly.Load(room).GeneratePublicApi(new()
        {
            ExcludeAttributes = ["System.Runtime.Versioning.TargetFrameworkAttribute", "System.Reflection.AssemblyMetadataAttribute", "System.Runtime.CompilerServices.InternalsVisibleToAttribute"],
        }).ReplaceLineEndings("\n").Trim() + "\n";

        Approved.Equal(surface, "tests", "Assistant.HouseRules", "PublicApi", room + ".txt");
    }
}
