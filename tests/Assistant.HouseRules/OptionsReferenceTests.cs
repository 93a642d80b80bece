using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Assistant.HouseRules;

/// <summary>docs/options.md is made from the options' own documentation. Run with ASSISTANT_ACCEPT=1 to write it anew.</summary>
public partial class OptionsReferenceTests
{
    [Fact]
    public void The_options_reference_says_what_the_code_says()
    {
        StringBuilder page = new("# Settings\n\nMade from the code's own documentation by `tests/Assistant.HouseRules/OptionsReferenceTests.cs`. Set them in `appsettings.json`, or as environment variables with `__` for `:`.\n");
        foreach (var room in Rooms.All.Keys.Where(room => room != "Assistant.Core").Order(StringComparer.Ordinal))
        {
            var assembly = Assembly.Load(room == "Assistant.Server" ? "assistant" : room);
            var xml = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
            foreach (var options in assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null).OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                page.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {SectionOf(options)}\n\n{Said(xml, "T:" + options.FullName, "summary")}\n\n| setting | meaning | default |\n|---|---|---|\n");
                foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.CanWrite))
                {
                    var id = $"P:{options.FullName}.{property.Name}";
                    var said = Said(xml, id, "summary");
                    Assert.False(said.Length == 0, $"{options.Name}.{property.Name} has no summary.");
                    page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{SectionOf(options)}:{property.Name}` | {said} | {Said(xml, id, "value")} |\n");
                }
            }
        }

        Approved.Equal(page.ToString(), "docs", "options.md");
    }

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true } section ? (string?)section.GetRawConstantValue() : null;

    private static string Said(XDocument xml, string member, string part)
    {
        var element = xml.Descendants("member").FirstOrDefault(item => (string?)item.Attribute("name") == member)?.Element(part);
        if (element is null)
        {
            return "";
        }

        foreach (var reference in element.DescendantsAndSelf().Where(item => item.Attribute("cref") is not null).ToArray())
        {
            reference.ReplaceWith("`" + ((string)reference.Attribute("cref")!).Split('.')[^1] + "`");
        }

        foreach (var code in element.Descendants("c").ToArray())
        {
            code.ReplaceWith("`" + code.Value + "`");
        }

        return Blanks().Replace(element.Value, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
