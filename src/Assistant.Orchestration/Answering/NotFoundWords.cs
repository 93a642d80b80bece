using Assistant.Core.Text;

namespace Assistant.Orchestration.Answering;

/// <summary>What is said when the documents do not answer.</summary>
internal static class NotFoundWords
{
    /// <summary>A plain sentence in the question's language where it is one of en, de, fr, es; else in English.</summary>
    public static string For(string question) => LanguageGuess.Of(question) switch
    {
        "de" => "Dazu habe ich in den Dokumenten, die Sie lesen dürfen, nichts gefunden.",
        "fr" => "Je n'ai rien trouvé à ce sujet dans les documents que vous pouvez lire.",
        "es" => "No he encontrado nada sobre eso en los documentos que puede leer.",
        _ => "I found nothing about that in the documents you can read.",
    };
}
