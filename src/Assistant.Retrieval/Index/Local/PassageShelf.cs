using Assistant.Core;
using Assistant.Retrieval.Index.Local.Storage;
using Microsoft.Data.Sqlite;

namespace Assistant.Retrieval.Index.Local;

/// <summary>Reads the passages behind slots, each once.</summary>
internal sealed class PassageShelf(IndexSnapshot snapshot, SqliteConnection connection)
{
    private readonly Dictionary<int, Passage> _known = [];

    /// <summary>The passages with their scores; null when one is gone, because a writer replaced its document meanwhile.</summary>
    public IReadOnlyList<PassageMatch>? Fetch(IReadOnlyList<SlotScore> matches)
    {
        if (Fetch(matches.Select(match => match.Slot)) is not { } passages)
        {
            return null;
        }

        return [.. passages.Select((passage, at) => new PassageMatch(passage, matches[at].Score))];
    }

    /// <summary>The passages; null when one is gone.</summary>
    public IReadOnlyList<Passage>? Fetch(IEnumerable<int> slots)
    {
        List<Passage> passages = [];
        using var command = PassageTable.ByRow(connection);
        foreach (var slot in slots)
        {
            if (!_known.TryGetValue(slot, out var passage))
            {
                command.Parameters[0].Value = snapshot.Rows[slot];
                using var reader = command.ExecuteReader();
                if (!reader.Read())
                {
                    return null;
                }

                passage = PassageTable.Current(reader).Passage;
                _known.Add(slot, passage);
            }

            passages.Add(passage);
        }

        return passages;
    }
}
