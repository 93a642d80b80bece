using System.Xml.Linq;

namespace Assistant.HouseRules;

public class ArrowTests
{
    public static TheoryData<string> RoomNames => Rooms.Names;

    [Fact]
    public void Every_folder_of_src_is_a_room_of_the_table() =>
        Assert.Equal(Rooms.All.Keys.Order(), Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_references_only_the_rooms_it_may(string room) =>
        Assert.Empty(Items(room, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(Rooms.All[room].MayReference));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_knows_only_the_packages_it_may(string room) =>
        Assert.Empty(Items(room, "PackageReference").Except(Rooms.All[room].MayKnow));

    [Fact]
    public void Only_orchestration_speaks_semantic_kernel()
    {
        var others = Sources("src").Where(file => !file.Contains("Assistant.Orchestration", StringComparison.Ordinal) && File.ReadAllText(file).Contains("using Microsoft.SemanticKernel", StringComparison.Ordinal));

        Assert.Empty(others.Select(Name));
    }

    [Fact]
    public void Only_the_server_reads_configuration()
    {
        var others = Sources("src").Where(file => !file.Contains("Assistant.Server", StringComparison.Ordinal) && File.ReadAllText(file).Contains("IConfiguration ", StringComparison.Ordinal));

        Assert.Empty(others.Select(Name));
    }

    internal static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories);

    internal static string Name(string file) => Path.GetRelativePath(Repository.Root, file);

    private static IEnumerable<string> Items(string room, string kind) =>
        XDocument.Load(Repository.PathOf("src", room, room + ".csproj")).Descendants(kind)
            .Where(item => (string?)item.Attribute("PrivateAssets") != "all")
            .Select(item => ((string?)item.Attribute("Include") ?? "").Replace('\\', '/'));
}
