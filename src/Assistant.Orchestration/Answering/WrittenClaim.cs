namespace Assistant.Orchestration.Answering;

/// <summary>What a written sentence claims, without the words around it.</summary>
/// <param name="Text">The sentence to check; a list item comes with its lead-in line.</param>
/// <param name="Reply">Whether it begins by affirming or denying the question.</param>
internal sealed record WrittenClaim(string Text, Reply Reply);

/// <summary>How a sentence replies to a yes-or-no question.</summary>
internal enum Reply
{
    Plain,
    Yes,
    No,
}
