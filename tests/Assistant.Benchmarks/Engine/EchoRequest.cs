using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>Lets the model say a marker that no other request has. Where even a small model does it alone, it must do it in company.</summary>
/// <param name="Marker">What must come back.</param>
/// <param name="Before">What is read first; empty for a short prompt.</param>
internal sealed partial record EchoRequest(string Marker, string Before) : SoakRequest
{
    private const int MostTokens = 24;

    /// <inheritdoc/>
    public override string Kind => Before.Length > 0 ? "long chat" : "short chat";

    /// <summary>A marker for each number.</summary>
    public static string MarkerOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (number % 26))}{1_000 + (number * 37 % 9_000)}");

    /// <inheritdoc/>
    public override async Task<string?> RunAsync(ISoakTarget target, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [];
        if (Before.Length > 0)
        {
            messages.Add(new(ChatRole.System, Before));
        }

        // Shown twice how it is done, the smallest of models does it too.
        foreach (var example in (string[])["Q12", "Z77"])
        {
            messages.Add(new(ChatRole.User, $"Repeat this code: {example}"));
            messages.Add(new(ChatRole.Assistant, $"The code is {example}"));
        }

        messages.Add(new(ChatRole.User, $"Repeat this code: {Marker}"));
        var answer = await LocalChatEngine.AskAsync(target.Chat, messages, new() { MaxOutputTokens = MostTokens, Temperature = 0 }, cancellationToken);
        var said = Markers().Matches(answer.Text).Select(match => match.Value).Distinct().ToList();
        return said is [var only] && only == Marker ? null : $"'{Marker}' was asked for, '{answer.Text}' came";
    }

    [GeneratedRegex("[A-Z][0-9]{4}")]
    private static partial Regex Markers();
}
