using Assistant.Core;
using Assistant.Orchestration.Checking;

namespace Assistant.Orchestration.Grounding;

/// <summary>The passages of one answer, each read once. Not for several threads.</summary>
internal sealed class EvidenceShelf(StatementReader reader)
{
    private readonly Dictionary<string, PassageEvidence> _read = new(StringComparer.Ordinal);

    public StatementReader Reader => reader;

    public PassageEvidence Of(Passage passage)
    {
        if (!_read.TryGetValue(passage.Id, out var evidence))
        {
            _read[passage.Id] = evidence = new(passage, reader);
        }

        return evidence;
    }
}
