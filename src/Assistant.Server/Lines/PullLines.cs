using Assistant.Inference;

namespace Assistant.Server.Lines;

/// <summary>How far a download is.</summary>
internal sealed record PullProgressLine(PullProgress Progress);

/// <summary>How far a download is.</summary>
/// <param name="File">The file, or the package.</param>
/// <param name="State"><c>checking</c> what is there, <c>fetching</c>, <c>copying</c>, <c>waiting</c> after a failure, <c>restarted</c>, or <c>placed</c>.</param>
/// <param name="Bytes">How much is done.</param>
/// <param name="Total">Of how much; 0 where nobody knows.</param>
/// <param name="BytesPerSecond">How fast it comes; null before that can be told.</param>
/// <param name="Message">Why it waits or was restarted; else null.</param>
internal sealed record PullProgress(string File, string State, long Bytes, long Total, double? BytesPerSecond, string? Message);

/// <summary>A model that is in the models folder now.</summary>
internal sealed record PullEnd(PulledModelLine Model);

/// <summary>A model that is in the models folder now.</summary>
/// <param name="Name">The name by which it is chosen.</param>
/// <param name="Path">Its file, or its first part.</param>
/// <param name="Kind">What it is good for.</param>
/// <param name="Bytes">The size of all parts.</param>
/// <param name="Sha256">The hash of each part.</param>
/// <param name="Repository">Where it came from; null for a file of this machine.</param>
/// <param name="Commit">The commit of the repository; null where nobody told.</param>
/// <param name="Licence">The licence, where it is known.</param>
/// <param name="Accept">What has to be read and accepted; null where nothing is known to be.</param>
/// <param name="ChatFormat">The chat format; null for what doesn't chat, or where none fits.</param>
/// <param name="InUse">Whether it answers, or embeds, from now on.</param>
/// <param name="Reason">Why, or how to use it.</param>
/// <param name="WasHere">Whether it was there before.</param>
/// <param name="ElapsedMs">The whole time.</param>
internal sealed record PulledModelLine(
    string Name,
    string Path,
    ModelKind Kind,
    long Bytes,
    IReadOnlyList<string> Sha256,
    string? Repository,
    string? Commit,
    string? Licence,
    string? Accept,
    string? ChatFormat,
    bool InUse,
    string Reason,
    bool WasHere,
    double ElapsedMs);

/// <summary>What was removed.</summary>
/// <param name="Removed">The files that are gone.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Answering">The chat model that answers now, or <c>extractive</c>.</param>
/// <param name="Note">What to do about settings that still name the model; null for nothing.</param>
internal sealed record RemoveReport(IReadOnlyList<string> Removed, long Bytes, string Answering, string? Note);
