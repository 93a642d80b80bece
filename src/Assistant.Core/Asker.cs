namespace Assistant.Core;

/// <summary>Who asks. Every search takes one, and access is decided from it inside the index query.</summary>
/// <remarks>Immutable and safe to share between threads. There is no default: code that has no asker must refuse.</remarks>
public sealed class Asker
{
    /// <summary>The principal that every asker has: what is readable by it is readable by all.</summary>
    public const string EveryonePrincipal = "everyone";

    private Asker(IReadOnlyList<string> principals, bool readsAll)
    {
        Principals = principals;
        ReadsAll = readsAll;
    }

    /// <summary>The operator at the command line of the machine itself, who may read everything.</summary>
    public static Asker Operator { get; } = new([EveryonePrincipal], readsAll: true);

    /// <summary>Somebody of whom nothing is known: reads what <c>everyone</c> may read.</summary>
    public static Asker Anonymous { get; } = new([EveryonePrincipal], readsAll: false);

    /// <summary>The principals of this asker, <c>everyone</c> included, sorted and without doubles, such as <c>user:ann</c> or <c>group:hr</c>.</summary>
    public IReadOnlyList<string> Principals { get; }

    /// <summary>Whether access lists do not apply: only for the operator.</summary>
    public bool ReadsAll { get; }

    /// <summary>An asker with these principals; <c>everyone</c> is added, since everybody is part of it.</summary>
    /// <exception cref="ArgumentException">The list is empty, or holds an empty name: an empty list means nobody, and nobody may ask.</exception>
    public static Asker With(params IReadOnlyCollection<string> principals)
    {
        ArgumentNullException.ThrowIfNull(principals);
        if (principals.Count == 0)
        {
            throw new ArgumentException("An asker needs at least one principal; an empty list means nobody.", nameof(principals));
        }

        if (principals.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A principal must not be empty.", nameof(principals));
        }

        return new([.. principals.Append(EveryonePrincipal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], readsAll: false);
    }
}
