using Assistant.Core;
using Assistant.Orchestration.Checking;
using Assistant.Orchestration.Answering;
using Assistant.Orchestration.Grounding;
using Assistant.Orchestration.Tests.Fakes;

namespace Assistant.Orchestration.Tests;

/// <summary>What a passage carries and what it does not: a sentence, the passage, whether it may be shown.</summary>
public class SentenceCheckTests
{
    private const string Leave = "Full-time employees earn 30 days of annual leave in each calendar year. Unused leave of up to 5 days may be carried over until March 31, 2027. Leave is not paid out at the end of employment.";

    [Theory]
    [InlineData("Full-time employees earn 30 days of annual leave.", Leave)]
    [InlineData("Full-time employees earn thirty days of annual leave each year.", Leave)]
    [InlineData("Employees who are full time earn 30 days of leave.", Leave)]
    [InlineData("Up to five days of unused leave may be carried over.", Leave)]
    [InlineData("Leave is not paid out at the end of employment.", Leave)]
    [InlineData("Leave isn't paid out when employment ends.", Leave)]
    [InlineData("Unused leave may be carried over until 31 March 2027.", Leave)]
    [InlineData("Unused leave may be carried over until March 31.", Leave)]
    [InlineData("The office opens at 9 am.", "The office opens at 9:00 a.m. and closes at 5:30 p.m.")]
    [InlineData("The office closes at 17:30.", "The office opens at 9:00 a.m. and closes at 5:30 p.m.")]
    [InlineData("The fee is $1,500.", "The fee for a licence is 1500 dollars.")]
    [InlineData("The fee is $5 million.", "The fee is 5,000,000 dollars.")]
    [InlineData("The limit is 50 percent.", "The limit is 50% of the budget.")]
    [InlineData("Call 555-010-1234 for help.", "For help, call (555) 010-1234 any time.")]
    [InlineData("Write to help@example.org for support.", "For support write to Help@example.org.")]
    [InlineData("See https://example.org/leave for the policy.", "The policy is at https://example.org/leave/.")]
    [InlineData("The organization centralizes color labels.", "The organisation centralises colour labels.")]
    [InlineData("Employees may work on site.", "Employees may work onsite.")]
    [InlineData("Send an email to the manager.", "Send an e-mail to the manager.")]
    [InlineData("The notice period is three months.", "The notice period is 3 months.")]
    [InlineData("The trial is a 30-day period.", "The trial period is 30 days.")]
    [InlineData("Deliveries take 30 to 60 days.", "Deliveries take 30-60 days.")]
    [InlineData("Smoking is prohibited in the building.", "Smoking is not allowed in the building.")]
    [InlineData("Smoking is not allowed in the building.", "Smoking is forbidden in the building.")]
    [InlineData("Contractors are not eligible for the bonus.", "Contractors are ineligible for the bonus.")]
    [InlineData("Staff must submit the form no later than 5 days before travel.", "Staff must submit the form no later than 5 days before travel.")]
    [InlineData("The GS-15 grade needs approval.", "Approval is needed for the grade GS 15.")]
    [InlineData("Ann Lee approves travel.", "Travel is approved by Ann Lee of the finance team.")]
    [InlineData("Only managers may approve leave.", "Leave may be approved by managers only.")]
    [InlineData("Yes, full-time employees earn 30 days of leave.", Leave)]
    [InlineData("No, leave is not paid out at the end of employment.", Leave)]
    [InlineData("According to the sources, full-time employees earn 30 days of annual leave.", Leave)]
    [InlineData("The 3rd floor has a kitchen.", "There is a kitchen on the third floor.")]
    [InlineData("Der Urlaub beträgt 30 Tage im Jahr.", "Der Urlaub beträgt dreißig Tage im Jahr.")]
    [InlineData("Rauchen ist im Gebäude nicht erlaubt.", "Rauchen ist im Gebäude nicht erlaubt.")]
    public void A_sentence_that_the_passage_carries_is_shown(string sentence, string passage) => Assert.Equal(CheckFault.None, Fault(sentence, passage));

    [Theory]
    [InlineData("Full-time employees earn 90 days of annual leave.", Leave)]
    [InlineData("Full-time employees earn 30 weeks of annual leave.", Leave)]
    [InlineData("Full-time employees earn forty days of annual leave.", Leave)]
    [InlineData("At least 5 days of unused leave may be carried over.", Leave)]
    [InlineData("Unused leave may be carried over until March 30.", Leave)]
    [InlineData("Unused leave may be carried over until March 31, 2028.", Leave)]
    [InlineData("Unused leave may be carried over until April 31.", Leave)]
    [InlineData("The office opens at 9 pm.", "The office opens at 9:00 a.m. and closes at 5:30 p.m.")]
    [InlineData("The office closes at 6:30 pm.", "The office opens at 9:00 a.m. and closes at 5:30 p.m.")]
    [InlineData("The fee is 1,500 euros.", "The fee for a licence is 1500 dollars.")]
    [InlineData("The fee is $15.", "The fee for a licence is 1500 dollars.")]
    [InlineData("The limit is 50 days.", "The limit is 50% of the budget.")]
    [InlineData("The limit is 5 percent.", "The limit is 50% of the budget.")]
    [InlineData("The cut is 5.", "The cut is 5 % of the budget.")]
    [InlineData("It gets as cold as -5 °C.", "It gets as cold as 5 °C.")]
    [InlineData("Call 555-010-9999 for help.", "For help, call (555) 010-1234 any time.")]
    [InlineData("Room 205 has the laptop.", "Room 204 has the laptop.")]
    public void A_number_or_unit_that_the_passage_does_not_have_takes_the_sentence_out(string sentence, string passage) => Assert.Equal(CheckFault.Number, Fault(sentence, passage));

    [Theory]
    [InlineData("Write to hr@example.org for support.", "For support write to help@example.org.")]
    [InlineData("See https://evil.example.org/leave for the policy.", "The policy is at https://example.org/leave.")]
    [InlineData("Requests are made in the Workday portal.", "Requests are made in the Harbor portal.")]
    [InlineData("The leave is approved by NASA.", "The leave is approved by GSA.")]
    [InlineData("Ann Lee approves travel.", "Ann Doe approves travel, and Bo Lee approves leave.")]
    [InlineData("The GS-14 grade needs approval.", "Approval is needed for the grade GS-15.")]
    [InlineData("Microsoft Teams is used for meetings.", "Zoom is used for meetings.")]
    public void A_name_that_the_passage_does_not_have_takes_the_sentence_out(string sentence, string passage) => Assert.Equal(CheckFault.Name, Fault(sentence, passage));

    [Theory]
    [InlineData("Leave is paid out at the end of employment.", Leave)]
    [InlineData("Full-time employees do not earn annual leave.", Leave)]
    [InlineData("Credit hours are available with this schedule.", "Credit hours are not available with this schedule.")]
    [InlineData("Credit hours are never available with this schedule.", "Credit hours are available with this schedule.")]
    [InlineData("Laptops are not allowed.", "Laptops are allowed, but phones are not.")]
    [InlineData("Visitors can't enter the building.", "Visitors can enter the building.")]
    [InlineData("Travel without approval is possible.", "Travel with approval is possible.")]
    [InlineData("You may leave early.", "You may leave early unless your supervisor objects.")]
    [InlineData("Smoking is allowed in the building.", "Smoking is prohibited in the building.")]
    [InlineData("Contractors are eligible for the bonus.", "Contractors are ineligible for the bonus.")]
    [InlineData("Employees must report every day.", "Employees who do not telework must report every day.")]
    [InlineData("Rauchen ist im Gebäude erlaubt.", "Rauchen ist im Gebäude nicht erlaubt.")]
    [InlineData("Le tabac est permis dans le bâtiment.", "Le tabac n'est pas permis dans le bâtiment.")]
    [InlineData("El permiso es obligatorio para viajar.", "El permiso no es obligatorio para viajar.")]
    public void A_denial_that_the_passage_does_not_share_takes_the_sentence_out(string sentence, string passage) => Assert.Equal(CheckFault.Polarity, Fault(sentence, passage));

    [Theory]
    [InlineData("The budget decreased in the last year of the plan.", "The budget increased in the last year of the plan.", CheckFault.Opposite)]
    [InlineData("The form is due before the trip to the partner.", "The form is due after the trip to the partner.", CheckFault.Opposite)]
    [InlineData("Employees must use the shuttle.", "Employees may use the shuttle.", CheckFault.Force)]
    [InlineData("Only managers may use the shuttle.", "Managers may use the shuttle.", CheckFault.Restriction)]
    [InlineData("The moon is made of green cheese.", Leave, CheckFault.Words)]
    [InlineData("Annual leave is generous and makes people happy all around.", Leave, CheckFault.Words)]
    [InlineData("Employees earn a bonus and a pension.", Leave, CheckFault.Words)]
    public void Other_inventions_take_the_sentence_out(string sentence, string passage, object fault) => Assert.Equal((CheckFault)fault, Fault(sentence, passage));

    [Fact]
    public void A_number_counts_only_where_its_words_stand()
    {
        const string passage = "Part-time workers receive 10 days of vacation. The gym is open to all guests. Parking garages close at night. Full-time workers receive 25 days of vacation.";

        Assert.Equal(CheckFault.None, Fault("Full-time workers receive 25 days of vacation.", passage));
        Assert.Equal(CheckFault.Number, Fault("Parking garages close for 25 days.", passage));
    }

    [Theory]
    [InlineData("Yes, leave is not paid out at the end of employment.")]
    [InlineData("No, full-time employees earn 30 days of annual leave.")]
    public void A_yes_or_no_must_fit_its_own_sentence(string sentence) => Assert.Null(Check(sentence, [], Leave));

    [Fact]
    public void What_another_source_plainly_denies_is_taken_out_though_one_passage_has_the_words()
    {
        const string Sentence = "You should turn off your computer when you see suspicious activity.";
        const string Help = "If you see suspicious activity, the team can help. Contact the team from another computer.";
        const string Denial = "If you detect suspicious activity on your computer, DO NOT turn off your computer.";

        Assert.NotNull(Check(Sentence, [1], Help));
        Assert.Null(Check(Sentence, [1], Help, Denial));
    }

    [Fact]
    public void A_name_by_itself_answers_only_where_its_passage_is_about_the_question()
    {
        const string Managers = "We recommend the password manager KeePassXC, which runs everywhere.";

        Assert.NotNull(Answer("Which password manager is recommended?", "KeePassXC", [1], Managers));
        Assert.Null(Answer("Who plays the leading role in the series?", "KeePassXC", [1], Managers));
    }

    [Fact]
    public void A_number_by_itself_says_nothing() => Assert.Equal(CheckFault.Empty, Fault("8.", "Employees work 8 hours a day."));

    [Fact]
    public void Marks_that_point_nowhere_do_not_count()
    {
        Assert.Equal("p1", Check("Full-time employees earn 30 days of annual leave.", [7, 0], Leave)!.Passages.Single().Id);
    }

    [Fact]
    public void A_wrong_mark_is_replaced_by_the_passage_that_carries_the_sentence() =>
        Assert.Equal("p2", Check("Full-time employees earn 30 days of annual leave.", [1], "Laptops are in room 204.", Leave)!.Passages.Single().Id);

    [Fact]
    public void A_sentence_that_rests_on_two_marked_sources_cites_both()
    {
        var found = Check("The laptop comes from the desk in room 204, and the badge comes from reception on floor 3.", [1, 2],
            "The laptop comes from the desk in room 204.", "The badge comes from reception on floor 3.");

        Assert.Null(Check("The laptop comes from the desk in room 205, and the badge comes from reception on floor 3.", [1, 2],
            "The laptop comes from the desk in room 204.", "The badge comes from reception on floor 3."));
        Assert.Equal(["p1", "p2"], found!.Passages.Select(passage => passage.Id));
    }

    private static CheckFault Fault(string sentence, string passage)
    {
        StatementReader reader = new(new PlainAnalyzer());
        PassageEvidence evidence = new(Passage(passage, 1), reader);
        var claim = WrittenWords.ClaimOf(sentence)!;
        return SentenceCheck.Fault(reader.Claim(claim.Text, evidence.Language), [evidence], new AnsweringOptions().SentenceCoverage, evidence.Language);
    }

    private static CheckedSentence? Check(string sentence, int[] marks, params string[] passages) => Answer("What is it?", sentence, marks, passages);

    private static CheckedSentence? Answer(string question, string sentence, int[] marks, params string[] passages)
    {
        EvidenceShelf shelf = new(new StatementReader(new PlainAnalyzer()));
        Source[] sources = [.. passages.Select((text, i) => new Source(i + 1, [Passage(text, i + 1)]))];
        return new SentenceChecker(question, sources, shelf, new AnsweringOptions().SentenceCoverage).Check(new(sentence, marks, ""));
    }

    private static Passage Passage(string text, int number) =>
        Some.Passage("p" + number, text, "d" + number) with { Title = "", Language = Core.Text.LanguageGuess.Of(text) is "und" ? "en" : Core.Text.LanguageGuess.Of(text) };
}
