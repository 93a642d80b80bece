using System.Globalization;
using System.Xml;

namespace Assistant.Ingestion.Reading.Docx;

/// <summary>Attributes of WordprocessingML. Strict and transitional documents differ in the namespace, so only local names are looked at.</summary>
internal static class WordXml
{
    /// <summary>The value of an attribute by its local name, or null.</summary>
    public static string? Word(this XmlReader reader, string name)
    {
        string? value = null;
        for (var more = reader.MoveToFirstAttribute(); more && value is null; more = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == name)
            {
                value = reader.Value;
            }
        }

        reader.MoveToElement();
        return value;
    }

    /// <summary>The same as a whole number, or null.</summary>
    public static int? WordNumber(this XmlReader reader, string name) =>
        int.TryParse(reader.Word(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A switch: on when the element is there, unless it says otherwise.</summary>
    public static bool WordFlag(this XmlReader reader) => reader.Word("val") is not ("0" or "false" or "off");
}
