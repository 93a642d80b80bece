using System.Text.Json;

namespace Assistant.Inference.Formats;

/// <summary>Looks at the strings of JSON that came from outside.</summary>
internal static class JsonStrings
{
    /// <summary>Reads every name and string once: half a surrogate pair is found when it is read, which must not be in the midst of something.</summary>
    /// <exception cref="InvalidOperationException">One has half a surrogate pair.</exception>
    public static void Check(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Check(property.Value);
                }

                break;
        }
    }

    /// <summary>The same, where it is the sender's mistake.</summary>
    /// <param name="element">The JSON.</param>
    /// <param name="what">What it is, to begin a sentence.</param>
    /// <exception cref="ChatFormatException">One has half a surrogate pair.</exception>
    public static void Check(JsonElement element, string what)
    {
        try
        {
            Check(element);
        }
        catch (InvalidOperationException)
        {
            throw new ChatFormatException($"{what} has half a surrogate pair (such as \\ud800 alone) in a text.");
        }
    }
}
