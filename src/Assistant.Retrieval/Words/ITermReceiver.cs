namespace Assistant.Retrieval.Words;

/// <summary>Takes the terms of a text one by one, so that counting them needs no list.</summary>
internal interface ITermReceiver
{
    /// <summary>The next term and where its word stands in the original text.</summary>
    void Receive(string term, int start, int length);
}
