using System.Security.Cryptography;
using System.Text;
using Assistant.Core;

namespace Assistant.Orchestration.Answering;

/// <summary>A sign by which requests of one person are known to belong together, so that people take turns at the model. It tells nothing about them.</summary>
internal static class CallerSign
{
    private const int Bytes = 8;

    // New with each start: whoever sees a sign can't find the name by trying names.
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The sign of who asks; of those of whom nothing is known the conversation's, and without one null.</summary>
    public static string? Of(Question question)
    {
        var asker = question.Asker;
        var name = asker.ReadsAll ? "operator"
            : asker.Principals.Count > 1 ? "asker " + string.Join('\n', asker.Principals)
            : question.ConversationId is { } conversation ? "conversation " + conversation
            : null;
        return name is null ? null : Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(name)).AsSpan(0, Bytes));
    }
}
