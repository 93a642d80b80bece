using System.CommandLine;
using Assistant.Core;

namespace Assistant.Server.Verbs;

/// <summary>Options that several verbs have.</summary>
internal static class SharedOptions
{
    /// <summary><c>--collection</c>.</summary>
    public static Option<string?> Collection(string description) => new("--collection", "-c") { Description = description, HelpName = "C" };

    /// <summary><c>--as</c>.</summary>
    public static Option<string[]> As() => new("--as")
    {
        Description = "Who asks, such as user:ann or group:hr; may be given several times. Without it: the operator, who may read all.",
        HelpName = "P",
    };

    /// <summary>Who asks.</summary>
    /// <exception cref="AssistantException">A principal is empty (<c>bad_principal</c>).</exception>
    public static Asker AskerOf(string[]? principals)
    {
        if (principals is null or [])
        {
            return Asker.Operator;
        }

        return principals.Any(string.IsNullOrWhiteSpace)
            ? throw new AssistantException("bad_principal", "A principal is empty.", "Give names such as user:ann, group:hr or everyone.")
            : Asker.With(principals);
    }
}
