using System.Text.RegularExpressions;

namespace Assistant.Orchestration.Answering;

/// <summary>Reads the turns of phrase around a written sentence: talk about sources, not knowing, yes and no.</summary>
internal static partial class WrittenWords
{
    /// <summary>What the sentence claims, or null when it only talks about the answer itself.</summary>
    public static WrittenClaim? ClaimOf(string sentence)
    {
        var text = LeadingTalk().Replace(ListMark().Replace(sentence.Trim(), ""), "");
        if (text.Length == 0 || OnlyTalk().IsMatch(text))
        {
            return null;
        }

        var reply = Reply.Plain;
        if (YesOrNo().Match(text) is { Success: true } match)
        {
            reply = match.Groups["yes"].Success ? Reply.Yes : Reply.No;
            text = text[match.Length..];
        }

        // Emphasis marks are form, not words.
        text = text.Replace("**", "", StringComparison.Ordinal).Replace("__", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Trim();
        return text.Any(char.IsLetterOrDigit) ? new(text, reply) : null;
    }

    /// <summary>The sentence without the talk about sources before it ("Based on the sources, ..."), which a citation says better.</summary>
    public static string WithoutTalk(string sentence)
    {
        var mark = ListMark().Match(sentence).Value;
        var rest = sentence[mark.Length..];
        var talk = LeadingTalk().Match(rest).Length;
        return talk == 0 || talk == rest.Length ? sentence : $"{mark}{char.ToUpperInvariant(rest[talk])}{rest[(talk + 1)..]}";
    }

    /// <summary>Whether the sentence only talks about the answer or the sources, and so claims nothing.</summary>
    public static bool IsTalk(string sentence) => ClaimOf(sentence) is null;

    /// <summary>Whether the sentence says that the sources do not tell.</summary>
    public static bool IsNotKnowing(string sentence) => NotKnowing().IsMatch(sentence);

    /// <summary>Whether the sentence cannot stand without the next: a lead-in line, or a bare yes or no.</summary>
    public static bool NeedsNext(string sentence) => sentence.EndsWith(':') || BareReply().IsMatch(sentence);

    [GeneratedRegex(@"^\s*(?:[-*•+]|\d{1,2}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex ListMark();

    [GeneratedRegex(@"^(?:(?:based on|according to|as (?:stated|mentioned|described|noted|per) (?:in|by)?|from|per|in) (?:the )?(?:provided |given |above |numbered )?(?:sources?|documents?|context|passages?|information|texts?)(?: provided| given| above)?(?: \d+)?\s*[,:]\s*|(?:the )?(?:answer|antwort|réponse|respuesta)(?: to (?:the|your) question)? (?:is|ist|est|es)?\s*:\s*|answer\s*:\s*|(?:laut|gemäß|nach) (?:den )?quellen?,?\s*|(?:selon|d'après) les sources,?\s*|según las fuentes,?\s*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LeadingTalk();

    [GeneratedRegex(@"^(?:(?:here|below) (?:is|are)\b.{0,60}:?|(?:i )?hope (?:this|that|it) helps.*|(?:please )?let me know\b.*|(?:is there )?anything else\b.*|sources?(?: used)?:?.{0,40}|references?:?|in (?:summary|conclusion)[,.:]?|sure[!,.].{0,30}|of course[!,.].{0,30}|certainly[!,.].{0,30}|(?:yes|no)[.!]?|(?:the )?(?:sources?|documents?|passages?|context)(?: \d+)? (?:mentions?|provides?|gives?|describes?|contains?|states?) (?:the following|information|details)\b.*|based on the (?:sources?|documents?|context|information).{0,30}|(?:this|that) (?:information|answer) (?:is|comes|can be).{0,40}(?:source|document|context|passage).*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OnlyTalk();

    [GeneratedRegex(@"^(?:(?<yes>yes|ja|oui|sí|correct)|(?<no>no|nein|non))\s*[,.;:!–—]\s*(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex YesOrNo();

    [GeneratedRegex(@"^(?:yes|no|ja|nein|oui|non|sí)[.!]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareReply();

    [GeneratedRegex(@"\bI (?:do not|don['’]t) (?:know|have (?:\w+ ){0,2}information)|\bI(?:'m| am) (?:not sure|unable|sorry)|\bI (?:can ?not|can['’]t|could not|couldn['’]t) (?:find|answer|determine)|\b(?:sources?|documents?|passages?|context|texts?|information)\b[^.]{0,40}\b(?:do(?:es)? not|don['’]t|doesn['’]t|did not|not) (?:\w+ )?(?:contain|mention|provide|say|state|specify|answer|include|tell|give|explicitly)|\b(?:is|are) not (?:explicitly )?(?:mentioned|stated|specified|provided|given|answered) (?:in|by)\b[^.]{0,20}\b(?:source|document|passage|context|text)|\bno (?:information|mention|answer)\b[^.]{0,40}\b(?:source|document|passage|context|provided|available)|\b(?:ich weiß (?:es )?nicht|die quellen (?:enthalten|nennen|sagen)[^.]{0,40}(?:nicht|keine)|je ne sais pas|les sources ne [^.]{0,40}pas|no (?:lo )?sé\b|las fuentes no )", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotKnowing();
}
