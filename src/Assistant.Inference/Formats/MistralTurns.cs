namespace Assistant.Inference.Formats;

/// <summary>What Mistral's reference refuses, and how it joins and sorts turns before it encodes them.</summary>
internal static class MistralTurns
{
    /// <summary>
    /// Turns as they are encoded. Up to version 3 the system text is taken out and given beside them; later it stays in place.
    /// </summary>
    public static (string System, IReadOnlyList<ChatTurn> Turns) Arrange(IReadOnlyList<ChatTurn> turns, int version, bool continueLast)
    {
        Check(turns, version, continueLast);
        var joined = JoinNeighbours(turns, version);
        if (version >= 11)
        {
            SortResults(joined);
        }

        if (version > 3)
        {
            return ("", joined);
        }

        var system = string.Join("\n\n", joined.Where(turn => turn.Role == TurnRole.System && turn.Text.Length > 0).Select(turn => turn.Text));
        joined.RemoveAll(turn => turn.Role == TurnRole.System);
        if (joined.Count == 0 || joined[0].Role == TurnRole.Assistant)
        {
            joined.Insert(0, new(TurnRole.User, ""));
        }

        return (system, joined);
    }

    private static void Check(IReadOnlyList<ChatTurn> turns, int version, bool continueLast)
    {
        if (turns[^1].Role == TurnRole.Assistant && !continueLast)
        {
            throw new ChatFormatException("Mistral's format must end with a user's message or a tool's result, or with an assistant's text to continue.");
        }

        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            TurnRole? before = index == 0 ? null : turns[index - 1].Role;
            if (turn.Role == TurnRole.System && before is (TurnRole.Assistant or TurnRole.Tool))
            {
                throw new ChatFormatException("Mistral's format takes no system message after an assistant's or a tool's.");
            }

            if (turn.Role == TurnRole.Tool && before is not (TurnRole.Assistant or TurnRole.Tool))
            {
                throw new ChatFormatException("A tool's result must follow the call.");
            }

            if (turn.Role == TurnRole.Assistant && turn.Text.Length == 0 && turn.Calls.Count == 0)
            {
                throw new ChatFormatException("Mistral's format takes no assistant message without text and calls.");
            }

            CheckTools(turns, index, version);
        }
    }

    private static void CheckTools(IReadOnlyList<ChatTurn> turns, int index, int version)
    {
        var turn = turns[index];
        if (version == 1 && (turn.Calls.Count > 0 || turn.Role == TurnRole.Tool))
        {
            throw new ChatFormatException("Mistral's first format has no tools.");
        }

        if (version <= 3 && turn.Calls.Count > 0 && turn.Text.Length > 0)
        {
            throw new ChatFormatException("Before its seventh version Mistral's format takes text or calls in a message, not both.");
        }

        IEnumerable<string> ids = turn.Role == TurnRole.Tool ? [turn.CallId] : turn.Calls.Select(call => call.Id);
        if (version is >= 3 and < 13 && !ids.All(IsCallId))
        {
            throw new ChatFormatException("Mistral's format takes call ids of exactly nine letters or digits.");
        }

        if (version == 2 && turn.Role == TurnRole.Tool && turns[index - 1].Role == TurnRole.Tool)
        {
            throw new ChatFormatException("Mistral's second format takes one result for a turn of calls.");
        }
    }

    private static bool IsCallId(string id) => id.Length == 9 && id.All(char.IsAsciiLetterOrDigit);

    private static List<ChatTurn> JoinNeighbours(IReadOnlyList<ChatTurn> turns, int version)
    {
        List<ChatTurn> joined = [];
        foreach (var turn in turns)
        {
            var isJoined = joined.Count > 0 && joined[^1].Role == turn.Role
                && (turn.Role is TurnRole.User or TurnRole.Assistant || (turn.Role == TurnRole.System && version <= 3));
            if (!isJoined)
            {
                joined.Add(turn);
                continue;
            }

            var before = joined[^1];
            var text = string.Join("\n\n", new[] { before.Text, turn.Text }.Where(text => text.Length > 0));
            joined[^1] = before with { Text = text, Calls = [.. before.Calls, .. turn.Calls] };
        }

        return joined;
    }

    private static void SortResults(List<ChatTurn> turns)
    {
        for (var index = 0; index < turns.Count; index++)
        {
            var count = turns.Skip(index + 1).TakeWhile(turn => turn.Role == TurnRole.Tool).Count();
            if (turns[index].Role == TurnRole.Tool || count == 0)
            {
                continue;
            }

            var order = turns[index].Calls.Select(call => call.Id).ToList();
            var results = turns.GetRange(index + 1, count);
            if (results.Find(result => !order.Contains(result.CallId)) is { } stray)
            {
                throw new ChatFormatException($"The result '{stray.CallId}' answers a call that was not made.");
            }

            turns.RemoveRange(index + 1, count);
            turns.InsertRange(index + 1, results.OrderBy(result => order.IndexOf(result.CallId)));
        }
    }
}
