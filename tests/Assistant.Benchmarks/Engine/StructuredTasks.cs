namespace Assistant.Benchmarks.Engine;

/// <summary>20 schemas with five texts each. The texts are made up.</summary>
internal static class StructuredTasks
{
    private static readonly (string Name, string Json, string Ask, string Expected, (string Text, string Value)[] Texts)[] All =
    [
        ("person", """{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":40},"age":{"type":"integer","minimum":0,"maximum":130}},"required":["name","age"],"additionalProperties":false}""",
            "Who is it, and how old?", "age",
            [("Anna Berg is 31 years old.", "31"), ("My neighbour Tom is 67.", "67"), ("Baby Lia turned 1 today.", "1"), ("Mr Okoro, 45, teaches music.", "45"), ("At 19 Ines moved to Porto.", "19")]),
        ("mood", """{"type":"object","properties":{"mood":{"enum":["positive","negative","neutral"]}},"required":["mood"],"additionalProperties":false}""",
            "Is the review positive, negative or neutral?", "mood",
            [("I love this phone, it is wonderful.", "positive"), ("Terrible. It broke on the first day.", "negative"), ("The parcel arrived on Monday.", "neutral"), ("The best soup in town!", "positive"), ("Rude staff and cold food.", "negative")]),
        ("yes-no", """{"type":"boolean"}""", "Does the text speak of an animal? Answer true or false.", "",
            [("The dog sleeps.", "true"), ("The bridge is closed.", "false"), ("Two cats fight.", "true"), ("It rains.", "false"), ("A horse won.", "true")]),
        ("meeting", """{"type":"object","properties":{"date":{"type":"string","format":"date"},"time":{"type":"string","pattern":"^([01][0-9]|2[0-3]):[0-5][0-9]$"},"room":{"type":"string","maxLength":20}},"required":["date","time"]}""",
            "When and where is the meeting?", "date",
            [("We meet on 2026-03-14 at 09:30 in room Oslo.", "2026-03-14"), ("The board meets on 2026-05-02 at 14:00.", "2026-05-02"), ("Training: 2027-01-20, 08:15, room 4.", "2027-01-20"), ("Call on 2026-12-01 at 16:45.", "2026-12-01"), ("Review is 2026-07-07, 11:00, hall B.", "2026-07-07")]),
        ("price", """{"type":"object","properties":{"amount":{"type":"number","minimum":0,"maximum":100000,"multipleOf":0.01},"currency":{"enum":["EUR","USD","GBP"]}},"required":["amount","currency"],"additionalProperties":false}""",
            "What does it cost?", "currency",
            [("The lamp costs 49.90 euros.", "EUR"), ("Tickets are $25 each.", "USD"), ("A pint is 6 pounds sterling.", "GBP"), ("The fee is 120 euros a year.", "EUR"), ("It sold for 899 dollars.", "USD")]),
        ("tags", """{"type":"array","items":{"enum":["sport","politics","science","culture","weather"]},"minItems":1,"maxItems":3}""", "Which topics has the text?", "",
            [("The team won the cup.", ""), ("Parliament voted on the budget.", ""), ("A new planet was found.", ""), ("The opera opens again.", ""), ("Storms are expected.", "")]),
        ("address", """{"type":"object","properties":{"street":{"type":"string","maxLength":40},"number":{"type":"integer","minimum":1,"maximum":9999},"city":{"type":"string","maxLength":30},"zip":{"type":"string","pattern":"^[0-9]{5}$"}},"required":["street","number","city","zip"],"additionalProperties":false}""",
            "What is the address?", "zip",
            [("Send it to Oak Lane 12, 10115 Berlin.", "10115"), ("She lives at Main Street 7, 60311 Frankfurt.", "60311"), ("Our shop: Mill Road 201, 50667 Cologne.", "50667"), ("Office: Park Avenue 3, 80331 Munich.", "80331"), ("Harbour Street 88 in 20457 Hamburg.", "20457")]),
        ("contact", """{"type":"object","properties":{"name":{"type":"string","maxLength":40},"email":{"type":"string","format":"email"}},"required":["email"]}""",
            "What is the address for mail?", "email",
            [("Write to Ann at ann@example.org.", "ann@example.org"), ("Mail: info@shop.example.com", "info@shop.example.com"), ("Bo's address is bo@example.net.", "bo@example.net"), ("Contact sales@example.com, please.", "sales@example.com"), ("Reach Kim under kim@example.edu.", "kim@example.edu")]),
        ("ticket", """{"type":"object","properties":{"id":{"type":"string","pattern":"^[A-Z]{2}-[0-9]{4}$"},"urgent":{"type":"boolean"},"note":{"anyOf":[{"type":"string","maxLength":60},{"type":"null"}]}},"required":["id","urgent","note"],"additionalProperties":false}""",
            "Which ticket is it, and is it urgent?", "id",
            [("Ticket AB-1234 must be solved at once!", "AB-1234"), ("Please look at XY-0042 some day.", "XY-0042"), ("QA-7777 is urgent.", "QA-7777"), ("HR-2020 can wait.", "HR-2020"), ("IT-9001: server on fire.", "IT-9001")]),
        ("recipe", """{"type":"object","properties":{"title":{"type":"string","maxLength":40},"minutes":{"type":"integer","exclusiveMinimum":0,"maximum":600},"steps":{"type":"array","items":{"type":"string","maxLength":60},"minItems":1,"maxItems":4}},"required":["title","minutes","steps"],"additionalProperties":false}""",
            "Put the recipe into order.", "minutes",
            [("Boil eggs for 10 minutes. Peel. Eat.", "10"), ("Bake bread: knead, rest, bake 45 minutes.", "45"), ("Tea: pour hot water, wait 3 minutes.", "3"), ("Roast a chicken 90 minutes, then carve.", "90"), ("Rice: rinse, cook for 18 minutes.", "18")]),
        ("shape", """{"oneOf":[{"type":"object","properties":{"kind":{"const":"circle"},"radius":{"type":"number","exclusiveMinimum":0,"maximum":1000}},"required":["kind","radius"],"additionalProperties":false},{"type":"object","properties":{"kind":{"const":"box"},"width":{"type":"integer","minimum":1,"maximum":1000},"height":{"type":"integer","minimum":1,"maximum":1000}},"required":["kind","width","height"],"additionalProperties":false}]}""",
            "Which shape is it?", "kind",
            [("A circle of radius 5.", "circle"), ("A box, 3 wide and 4 high.", "box"), ("Draw a circle with radius 12.", "circle"), ("A box of 10 by 20.", "box"), ("The circle has radius 7.", "circle")]),
        ("tree", """{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"name":{"type":"string","maxLength":16},"children":{"type":"array","items":{"$ref":"#/$defs/node"},"maxItems":3}},"required":["name","children"],"additionalProperties":false}}}""",
            "Write the family as a tree.", "name",
            [("Ada has the sons Bob and Carl.", "Ada"), ("Eve has no children.", "Eve"), ("Fred has a daughter Gina, who has a son Hal.", "Fred"), ("Ida has Jon, Kai and Lou.", "Ida"), ("Max has Nora.", "Max")]),
        ("point", """{"type":"array","prefixItems":[{"type":"number","minimum":-90,"maximum":90},{"type":"number","minimum":-180,"maximum":180}],"items":false,"minItems":2}""", "Where is it, as latitude and longitude?", "",
            [("Oslo lies at 59.9, 10.7.", ""), ("Lima: -12.0, -77.0.", ""), ("The pole: 90, 0.", ""), ("Quito is at -0.2, -78.5.", ""), ("Rome: 41.9, 12.5.", "")]),
        ("scores", """{"type":"object","additionalProperties":{"type":"integer","minimum":0,"maximum":10}}""", "How many points has each?", "",
            [("Ann has 3 points and Ben 7.", ""), ("Red 10, blue 2.", ""), ("Team A scored 4.", ""), ("x: 1, y: 9", ""), ("Nobody scored.", "")]),
        ("language", """{"type":"object","properties":{"language":{"enum":["English","German","French","Spanish"]},"confidence":{"type":"number","minimum":0,"maximum":1}},"required":["language","confidence"],"additionalProperties":false}""",
            "Which language is the text?", "language",
            [("Good morning, how are you?", "English"), ("Guten Morgen, wie geht es dir?", "German"), ("Bonjour, comment allez-vous?", "French"), ("Buenos días, ¿cómo estás?", "Spanish"), ("Where is the station?", "English")]),
        ("id", """{"type":"object","properties":{"id":{"type":"string","format":"uuid"},"at":{"type":"string","format":"date-time"}},"required":["id","at"],"additionalProperties":false}""", "Give the record an id and a time.", "",
            [("A new customer.", ""), ("An order.", ""), ("A payment.", ""), ("A visit.", ""), ("A call.", "")]),
        ("even", """{"type":"object","properties":{"n":{"type":"integer","minimum":0,"maximum":1000,"multipleOf":5}},"required":["n"],"additionalProperties":false}""", "Which number is it? It is a multiple of five.", "n",
            [("The number is 15.", "15"), ("There were 100 guests.", "100"), ("He ran 40 laps.", "40"), ("Take 5.", "5"), ("Page 250.", "250")]),
        ("merged", """{"allOf":[{"type":"object","properties":{"city":{"type":"string","minLength":2}},"required":["city"]},{"properties":{"city":{"maxLength":20},"country":{"type":"string","maxLength":20}},"required":["country"]}]}""", "Which city and country?", "city",
            [("Kyoto is in Japan.", "Kyoto"), ("They live in Lyon, France.", "Lyon"), ("Cairo, Egypt", "Cairo"), ("Lima is Peru's capital.", "Lima"), ("From Accra in Ghana.", "Accra")]),
        ("free", """{}""", "Tell it as JSON.", "",
            [("A red car.", ""), ("Two apples.", ""), ("Nothing.", ""), ("A list of colours.", ""), ("The number seven.", "")]),
        ("answer", """{"type":"object","properties":{"answer":{"type":"string","minLength":1,"maxLength":80},"sources":{"type":"array","items":{"type":"integer","minimum":1,"maximum":9},"maxItems":3},"found":{"type":"boolean"}},"required":["answer","sources","found"],"additionalProperties":false}""", "Answer: when does the shop open?", "",
            [("[1] The shop opens at nine.", ""), ("[1] Closed on Sunday. [2] Opens at 8.", ""), ("[1] No hours are known.", ""), ("[1] From ten to six.", ""), ("[1] It opens at noon.", "")]),
    ];

    /// <summary>The tasks: 20 times five.</summary>
    public static IReadOnlyList<StructuredTask> List { get; } =
        [.. All.SelectMany(schema => schema.Texts.Select(text => new StructuredTask(schema.Name, schema.Json, $"{text.Text}\n{schema.Ask}", schema.Expected, text.Value)))];
}
