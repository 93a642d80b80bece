using Assistant.Core;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Grounding;

namespace Assistant.Orchestration.Answering;

/// <summary>Numbers passages in the order in which an answer first cites them. Not for several threads.</summary>
internal sealed class CitationNumbers(EvidenceShelf shelf)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The updates that deliver a sentence: its words with their marks, then what is cited for the first time.</summary>
    public IEnumerable<AnswerUpdate> Deliver(string separator, CheckedSentence sentence)
    {
        List<Citation> first = [];
        var marks = "";
        foreach (var passage in sentence.Passages)
        {
            if (!_numbers.TryGetValue(passage.Id, out var number))
            {
                number = _numbers.Count + 1;
                _numbers.Add(passage.Id, number);
                first.Add(new(number, passage, QuoteOf(passage, sentence.Text)));
            }

            marks += $"[{number}]";
        }

        yield return new AnswerUpdate.Words($"{separator}{sentence.Text} {marks}");
        foreach (var citation in first)
        {
            yield return new AnswerUpdate.Cited(citation);
        }
    }

    private string QuoteOf(Passage passage, string sentence)
    {
        var evidence = shelf.Of(passage);
        return evidence.Sentences.Count == 0 ? passage.Text : passage.Text[evidence.Sentences[evidence.BestSentence(shelf.Reader.Claim(sentence, evidence.Language))]];
    }
}
