using Assistant.Channels.Web;
using Assistant.Core;
using Microsoft.Playwright;

namespace Assistant.Channels.Tests.Web;

/// <summary>The page as people use it, in a real browser.</summary>
public sealed class PageTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>, IAsyncLifetime
{
    private readonly WebHouse house = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => house.InitializeAsync();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task An_answer_is_streamed_and_its_chips_open_the_passage_with_its_place()
    {
        var page = await chromium.OpenAsync(house.Url);
        await page.FillAsync("#question", "How is leave earned?");
        await page.PressAsync("#question", "Enter");

        await page.Locator(".chip").Nth(1).WaitForAsync();
        var turn = await page.Locator("#turns").InnerTextAsync();
        Assert.Contains("Leave is earned each pay period.", turn, StringComparison.Ordinal);
        Assert.Contains("Checked against the sources", turn, StringComparison.Ordinal);
        Assert.Contains("test-model", turn, StringComparison.Ordinal);
        Assert.Contains("1 unsupported sentence left out", turn, StringComparison.Ordinal);

        await page.Locator(".chip").First.ClickAsync();
        await page.Locator("#panel mark").WaitForAsync();
        var panel = await page.Locator("#panel").InnerTextAsync();
        Assert.Contains("travel/leave.md", panel, StringComparison.Ordinal);
        Assert.Contains("Annual leave › Accrual", panel, StringComparison.Ordinal);
        Assert.Contains("Page 3", panel, StringComparison.Ordinal);
        Assert.Equal("Leave is earned each pay period.", await page.Locator("#panel mark").InnerTextAsync());

        // Also when the mark stands far down in a long passage.
        Assert.StartsWith("Leave types · page 3", await page.Locator(".panel-head .panel-of").InnerTextAsync(), StringComparison.Ordinal);

        // What documents say is text, whatever it looks like.
        Assert.Contains("<b>Not bold.</b>", panel, StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#panel b").CountAsync());
        Assert.EndsWith("/api/v1/documents/hr/original", await page.Locator("#panel a.original").GetAttributeAsync("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_documents_wait_an_answer_says_so_and_what_a_person_is_doing_is_left_alone()
    {
        var waiting = house.Library.Add("new", "travel/new.md", "# New"u8.ToArray()) with { State = DocumentState.Queued, Version = 0, Passages = 0 };
        house.Library.Documents["new"] = waiting;
        var page = await chromium.OpenAsync(house.Url);
        await page.Locator("#collection option[value=hr]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync("document.querySelector('#collection option[value=hr]').id = 'still-there'");
        await page.FillAsync("#question", "How is leave earned?");
        await page.PressAsync("#question", "Enter");
        await page.GetByText("1 document was not read yet: ask again soon").WaitForAsync();

        // It looks again every two seconds.
        await page.WaitForResponseAsync(response => response.Url.EndsWith("/collections", StringComparison.Ordinal));
        await page.WaitForResponseAsync(response => response.Url.EndsWith("/collections", StringComparison.Ordinal));
        Assert.Equal(1, await page.Locator("#still-there").CountAsync());
        house.Library.Documents["new"] = waiting with { State = DocumentState.Ready, Version = 1, Passages = 1 };
        await page.WaitForResponseAsync(response => response.Url.EndsWith("/collections", StringComparison.Ordinal));
        await page.WaitForTimeoutAsync(100);
        await page.FillAsync("#question", "And now?");
        await page.PressAsync("#question", "Enter");
        await page.Locator(".chip").Nth(3).WaitForAsync();
        Assert.Equal(1, await page.GetByText("not read yet").CountAsync());
    }

    [Fact]
    public async Task The_stop_button_ends_the_answer_and_another_question_can_be_asked()
    {
        house.Assistant.Answer = (_, token) => house.Assistant.Endless(token);
        var page = await chromium.OpenAsync(house.Url);
        await page.FillAsync("#question", "How is leave earned?");
        await page.ClickAsync("#send");
        await page.GetByText("Leave is").First.WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await page.Locator(".ending.stopped").WaitForAsync();
        await house.Assistant.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        house.Assistant.Answer = (_, _) => Fakes.FakeAssistant.Plain();
        await page.FillAsync("#question", "Again?");
        await page.PressAsync("#question", "Enter");
        await page.Locator(".chip").First.WaitForAsync();
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard()
    {
        var page = await chromium.OpenAsync(house.Url);
        await page.Keyboard.TypeAsync("First line");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("second line");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".chip").Nth(1).WaitForAsync();
        Assert.Equal("First line\nsecond line", house.Assistant.Asked[0].Text);

        await page.Locator(".chip").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#panel mark").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#panel").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.classList.contains('chip')"), "Focus goes back to the chip.");
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(1280, 800)]
    public async Task Nothing_is_wider_than_the_screen_and_no_other_host_is_asked(int width, int height)
    {
        var page = await chromium.OpenAsync("about:blank", new() { ViewportSize = new() { Width = width, Height = height } });
        List<string> elsewhere = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(house.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };
        await page.GotoAsync(house.Url);
        await page.FillAsync("#question", "How is leave earned?");
        await page.PressAsync("#question", "Enter");
        await page.Locator(".chip").Nth(1).WaitForAsync();
        Assert.True(await FitsAsync(page), "The answer is wider than the screen.");
        await page.Locator(".chip").First.ClickAsync();
        await page.Locator("#panel mark").WaitForAsync();
        Assert.True(await FitsAsync(page), "The panel is wider than the screen.");
        await page.GotoAsync(house.Url + "/#/documents");
        await page.Locator(".row").First.WaitForAsync();
        Assert.True(await FitsAsync(page), "The documents are wider than the screen.");
        Assert.Empty(elsewhere);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Words_stand_out_from_their_ground_in_light_and_dark(ColorScheme scheme)
    {
        var page = await chromium.OpenAsync(house.Url, new() { ColorScheme = scheme });
        await page.FillAsync("#question", "How is leave earned?");
        await page.PressAsync("#question", "Enter");
        await page.Locator(".chip").Nth(1).WaitForAsync();

        foreach (var place in (string[])[".reply", ".asked", ".chip", ".ending", ".source-place", "#composer-hint", "#nav-documents"])
        {
            var contrast = await page.Locator(place).First.EvaluateAsync<double>(Contrast);
            Assert.True(contrast >= 4.5, $"{place} in {scheme}: {contrast:0.0} : 1");
        }
    }

    [Fact]
    public async Task Documents_are_uploaded_explained_and_deleted()
    {
        var page = await chromium.OpenAsync(house.Url + "/#/documents");
        await page.Locator("#upload-files").SetInputFilesAsync(
        [
            new FilePayload { Name = "<img src=x onerror=alert(1)>.md", MimeType = "text/markdown", Buffer = "Words."u8.ToArray() },
            new FilePayload { Name = "broken.pdf", MimeType = "application/pdf", Buffer = "%PDF"u8.ToArray() },
        ]);

        await page.GetByText("The PDF is encrypted.").WaitForAsync();
        await page.Locator(".row-title", new() { HasTextString = "<img src=x onerror=alert(1)>.md" }).WaitForAsync();
        Assert.Equal(0, await page.Locator("img").CountAsync());

        await page.Locator(".row", new() { HasTextString = "broken.pdf" }).Locator(".row-delete").ClickAsync();
        await page.Locator("dialog.confirm").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("The PDF is encrypted.").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.DoesNotContain(house.Library.Documents.Values, document => document.Name == "broken.pdf");
    }

    [Fact]
    public async Task What_was_just_uploaded_stands_first()
    {
        var page = await chromium.OpenAsync(house.Url + "/#/documents");
        await page.GetByText("travel/leave.md").First.WaitForAsync();

        await page.Locator("#upload-files").SetInputFilesAsync(new FilePayload { Name = "zz.md", MimeType = "text/markdown", Buffer = "Words."u8.ToArray() });

        await page.Locator(".row", new() { HasTextString = "zz.md" }).WaitForAsync();
        Assert.Equal("zz.md", await page.Locator(".row-title").First.InnerTextAsync());
    }

    [Fact]
    public async Task A_document_that_failed_is_not_awaited()
    {
        house.Library.Add("f", "failed.pdf", "%PDF"u8.ToArray());
        house.Library.Documents["f"] = house.Library.Documents["f"] with { State = DocumentState.Failed, Version = 0, Passages = 0 };
        var page = await chromium.OpenAsync(house.Url);

        await page.GetByText("What would you like to know?").WaitForAsync();
        Assert.Equal("Every answer comes from your document, with the passages it rests on.", await page.Locator("#empty > p").First.InnerTextAsync());
        Assert.Equal(0, await page.Locator(".empty-progress").CountAsync());

        house.Library.Add("q", "queued.md", "words"u8.ToArray());
        house.Library.Documents["q"] = house.Library.Documents["q"] with { State = DocumentState.Queued, Version = 0, Passages = 0 };
        await page.ReloadAsync();
        await page.GetByText("1 of 2 documents can be searched so far.").WaitForAsync();
    }

    [Fact]
    public async Task A_question_that_is_too_long_comes_back_to_be_shortened()
    {
        string question = new('w', Question.MaxLength + 1);
        var page = await chromium.OpenAsync(house.Url);
        await page.FillAsync("#question", question);
        await page.PressAsync("#question", "Enter");

        await page.Locator("#composer-fault", new() { HasTextString = "at most 8000 are taken" }).WaitForAsync();
        Assert.Equal(question, await page.InputValueAsync("#question"));
        Assert.Equal(0, await page.Locator(".turn").CountAsync());
    }

    [Fact]
    public async Task A_chip_stays_on_the_line_of_its_word()
    {
        var page = await chromium.OpenAsync(house.Url);
        await page.FillAsync("#question", "How is leave earned?");
        await page.PressAsync("#question", "Enter");
        await page.Locator(".chip").Nth(1).WaitForAsync();

        for (var width = 240; width <= 420; width += 6)
        {
            await page.SetViewportSizeAsync(width, 740);
            Assert.True(
                await page.EvaluateAsync<bool>("[...document.querySelectorAll('.chip')].every(chip => { const before = document.createRange(); const text = chip.previousSibling; before.setStart(text, Math.max(0, text.length - 1)); before.setEnd(text, text.length); return Math.abs(before.getBoundingClientRect().bottom - chip.getBoundingClientRect().bottom) < 12; })"),
                $"At {width} pixels a chip stands on a line of its own.");
        }
    }

    [Fact]
    public async Task Without_a_chat_model_the_page_says_how_to_get_one()
    {
        house.Status = new("1.0", null, "Put a model into the folder.", EmbedderState.Missing, "Install Node.js.");
        var page = await chromium.OpenAsync(house.Url);

        await page.GetByText("How to change this").ClickAsync();

        var notice = await page.Locator("#notice").InnerTextAsync();
        Assert.Contains("Put a model into the folder.", notice, StringComparison.Ordinal);
        Assert.Contains("Install Node.js.", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_answer_says_so_and_can_be_asked_again()
    {
        house.Assistant.Answer = (_, _) => throw new AssistantException("model_failed", "The model could not be loaded.");
        var page = await chromium.OpenAsync(house.Url);
        await page.FillAsync("#question", "How is leave earned?");
        await page.PressAsync("#question", "Enter");
        await page.GetByText("The model could not be loaded.").First.WaitForAsync();

        house.Assistant.Answer = (_, _) => Fakes.FakeAssistant.Plain();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();
        await page.Locator(".chip").First.WaitForAsync();
        await page.Locator("#new-conversation").ClickAsync();
        Assert.Equal(0, await page.Locator(".turn").CountAsync());
    }

    private const string Contrast = """
        element => {
          const read = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { c: [r, g, b], a }; };
          const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          let ground = [255, 255, 255];
          for (let at = element; at; at = at.parentElement) {
            const { c, a } = read(getComputedStyle(at).backgroundColor);
            if (a === 1) { ground = c; break; }
          }
          const [one, other] = [light(read(getComputedStyle(element).color).c), light(ground)].sort((x, y) => y - x);
          return (one + 0.05) / (other + 0.05);
        }
        """;

    private static Task<bool> FitsAsync(IPage page) => page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth");
}
