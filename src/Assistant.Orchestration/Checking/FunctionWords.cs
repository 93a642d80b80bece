using System.Collections.Frozen;

namespace Assistant.Orchestration.Checking;

/// <summary>Words that carry grammar and no meaning, by language; question words are among them.</summary>
/// <remarks>Negations, bounds and modal verbs are here too: they are checked by themselves, not as content.</remarks>
internal static class FunctionWords
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> ByLanguage = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["en"] = Set("""
            a an the this that these those it its they them their theirs he him his she her hers we us our ours you your yours i me my mine one ones
            and or but nor so yet if then than as because since while although though whether unless except
            of to in on at by for from with without into onto over under about above below between among through during before after until till within
            upon per via out off up down near toward towards across against around along behind beside besides despite like
            is are was were be been being am has have had having do does did done doing can could may might must shall should will would ought cannot
            not no never none neither nobody nothing n t s d ll re ve m don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn mustn needn
            who whom whose which what when where why how many much there here very also too just only even still already again more most less least
            such same other others another any some all each every both either several few own etc e g eg ie
            get gets got let lets make makes made tell please using use used according based provided following include includes including
            yes well however therefore thus hence moreover furthermore additionally
            """),
        ["de"] = Set("""
            der die das den dem des ein eine einen einem einer eines und oder aber denn weil da wenn ob dass daß als wie so auch noch nur schon
            ich du er sie es wir ihr mich dich sich uns euch mein meine dein ihre ihren ihrem ihrer sein seine unser unsere
            ist sind war waren wird werden wurde wurden sei hat haben hatte hatten kann können konnte darf dürfen muss müssen soll sollen sollte will wollen
            in im an am auf aus bei mit nach seit von vom vor zu zum zur für über unter um durch gegen ohne bis zwischen während wegen pro
            nicht kein keine keinen keinem keiner nie niemals nichts weder noch
            wer wen wem wessen was wann wo woher wohin warum weshalb wieso wieviel wie viel viele welche welcher welches welchen welchem
            dieser diese dieses diesen diesem jener alle jede jeder jedes man mehr sehr hier dort dann
            """),
        ["fr"] = Set("""
            le la les l un une des du de d et ou mais donc or ni car que qu qui quoi dont où si comme
            je j tu il elle on nous vous ils elles me m te t se s lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces c
            est sont était étaient être été a ont avait avoir peut peuvent doit doivent fait faire sera seront
            à au aux en dans par pour sur sous avec sans entre vers chez depuis pendant avant après jusque
            ne n pas plus jamais aucun aucune rien quand comment pourquoi combien quel quelle quels quelles y très aussi même tout tous toute toutes
            """),
        ["es"] = Set("""
            el la los las un una unos unas lo al del de y e o u pero sino que quien quién quienes cual cuál cuales cuáles qué cuándo cuando dónde donde cómo como
            cuánto cuánta cuántos cuántas por porque para con sin en a ante bajo desde entre hacia hasta según sobre tras durante
            yo tú él ella ello nosotros ustedes ellos ellas me te se nos le les mi mis tu tus su sus nuestro nuestra este esta estos estas ese esa esos esas
            es son era eran ser sido está están estar ha han había haber puede pueden debe deben hay fue fueron será si no nunca jamás ni nada muy más menos también ya todo todos toda todas
            """),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a word (in lower case) carries no meaning in this language; unknown languages are taken for English.</summary>
    public static bool Contains(string word, string language) =>
        (ByLanguage.TryGetValue(language, out var words) ? words : ByLanguage["en"]).Contains(word);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
