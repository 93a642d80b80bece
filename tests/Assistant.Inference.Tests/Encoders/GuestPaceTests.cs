using Assistant.Inference.Encoders;
using Assistant.Inference.Engine;

namespace Assistant.Inference.Tests.Encoders;

public class GuestPaceTests
{
    private static readonly TimeSpan Text = TimeSpan.FromMilliseconds(40);

    private readonly ChatActivity chat = new();

    [Fact]
    public void A_guest_works_on_all_lanes_while_nobody_else_does() =>
        Assert.All(Enumerable.Range(0, 4), lane => Assert.Equal(TimeSpan.Zero, new GuestPace(chat, processors: 4).Wait(lane, TimeSpan.Zero, Text)));

    [Fact]
    public void Answers_leave_a_guest_the_processors_that_they_do_not_use()
    {
        GuestPace pace = new(chat, processors: 4);
        chat.Begin(2);

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(lane => pace.Wait(lane, TimeSpan.Zero, Text) == TimeSpan.Zero));

        chat.End(2);
        Assert.Equal(TimeSpan.Zero, pace.Wait(3, TimeSpan.Zero, Text));
    }

    [Fact]
    public void A_processor_is_free_that_neither_answers_nor_texts_use()
    {
        GuestPace pace = new(chat, processors: 4);
        chat.Begin(2);
        pace.WorkBegins();

        Assert.Equal(1, pace.FreeProcessors);

        pace.WorkEnds();
        chat.End(2);
        Assert.Equal(4, pace.FreeProcessors);
    }

    [Fact]
    public void Where_answers_use_all_processors_one_lane_works_a_quarter_of_the_time()
    {
        GuestPace pace = new(chat, processors: 2);
        chat.Begin(1);
        chat.Begin(2);

        Assert.True(pace.Wait(0, TimeSpan.Zero, Text) > TimeSpan.Zero);
        Assert.True(pace.Wait(0, Text * 2.9, Text) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, pace.Wait(0, Text * 3, Text));
        Assert.True(pace.Wait(1, TimeSpan.FromHours(1), Text) > TimeSpan.Zero);
    }

    [Fact]
    public void A_question_goes_first_but_a_stream_of_them_does_not_stop_a_guest_for_good()
    {
        GuestPace pace = new(chat, processors: 2);
        pace.QuestionBegins();

        Assert.True(pace.Wait(0, TimeSpan.FromMilliseconds(100), Text) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, pace.Wait(0, TimeSpan.FromMilliseconds(300), Text));

        pace.QuestionEnds();
        Assert.Equal(TimeSpan.Zero, pace.Wait(0, TimeSpan.Zero, Text));
    }
}
