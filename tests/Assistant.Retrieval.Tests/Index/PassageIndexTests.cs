using Assistant.Core;
using static Assistant.Retrieval.Tests.Index.IndexFixture;

namespace Assistant.Retrieval.Tests.Index;

/// <summary>What every passage index promises. Each implementation derives and makes its own.</summary>
public abstract class PassageIndexTests
{
    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract IPassageIndex Index { get; }

    [Fact]
    public async Task What_is_staged_is_seen_by_nobody_until_it_is_published()
    {
        var version = Version("leave");
        await Index.StageAsync(version, Passages(version, "Annual leave is earned."), Cancel);

        Assert.Empty((await Index.WordsAsync("annual leave")).Lexical);
        Assert.Empty(await Index.PublishedAsync(Cancel));
        Assert.Null(await Index.FindAsync("leave.1-000000", Asker.Operator, Cancel));

        Assert.Equal(1, await Index.PublishAsync(version, Cancel));
        Assert.Equal("Annual leave is earned.", Assert.Single((await Index.WordsAsync("annual leave")).Lexical).Passage.Text);
    }

    [Fact]
    public async Task A_passage_comes_back_as_it_went_in()
    {
        var version = Version("leave", collection: "hr");
        var passages = Passages(version, "First.", "Second – with “quotes” and 漢字.");
        await Index.StageAsync(version, passages, Cancel);
        await Index.PublishAsync(version, Cancel);

        var found = await Index.FindAsync(passages[1].Id, Asker.Anonymous, Cancel);

        Assert.NotNull(found);
        Assert.Equivalent(passages[1], found, strict: true);
        Assert.Equal(passages.Select(passage => passage.Id), (await Index.PassagesAsync("leave", Asker.Anonymous, Cancel)).Select(passage => passage.Id));
    }

    [Fact]
    public async Task Publishing_replaces_every_other_version_of_the_document()
    {
        await Index.PublishAsync(Version("leave"), "Old words about vacation.", "More old words.");
        await Index.PublishAsync(Version("leave", 2), "New words about holidays.");

        Assert.Empty((await Index.WordsAsync("vacation")).Lexical);
        Assert.Single((await Index.WordsAsync("holidays")).Lexical);
        Assert.Null(await Index.FindAsync("leave.1-000000", Asker.Operator, Cancel));
        Assert.Equal(new PublishedDocument("leave", "leave.2", 1, 0), Assert.Single(await Index.PublishedAsync(Cancel)));
    }

    [Fact]
    public async Task Publishing_a_version_without_passages_empties_the_document()
    {
        await Index.PublishAsync(Version("leave"), "Old words.");

        Assert.Equal(0, await Index.PublishAsync(Version("leave", 2), Cancel));
        Assert.Empty((await Index.WordsAsync("old words")).Lexical);
        Assert.Equal(0, Assert.Single(await Index.PublishedAsync(Cancel)).Passages);
    }

    [Fact]
    public async Task Publishing_twice_changes_nothing()
    {
        var version = Version("leave");
        await Index.PublishAsync(version, "Annual leave.");

        Assert.Equal(1, await Index.PublishAsync(version, Cancel));
        Assert.Single((await Index.WordsAsync("annual")).Lexical);
    }

    [Fact]
    public async Task What_is_discarded_or_deleted_is_gone_and_unknown_ids_are_no_error()
    {
        var staged = Version("leave", 2);
        await Index.PublishAsync(Version("leave"), "Annual leave.");
        await Index.StageAsync(staged, Passages(staged, "Sick leave."), Cancel);
        await Index.DiscardAsync(staged.VersionId, Cancel);
        await Index.DiscardAsync("nobody.1", Cancel);
        await Index.DeleteAsync("nobody", Cancel);

        Assert.Equal("Annual leave.", Assert.Single((await Index.WordsAsync("leave")).Lexical).Passage.Text);

        await Index.DeleteAsync("leave", Cancel);
        Assert.Empty((await Index.WordsAsync("leave")).Lexical);
        Assert.Empty(await Index.PublishedAsync(Cancel));
        Assert.Empty(await Index.PassagesAsync("leave", Asker.Operator, Cancel));
    }

    [Fact]
    public async Task A_document_that_nobody_may_read_is_refused()
    {
        var version = Version("leave", readBy: []);

        await Assert.ThrowsAsync<ArgumentException>(() => Index.StageAsync(version, Passages(version, "Words."), Cancel));
    }

    [Fact]
    public async Task What_an_asker_may_not_read_is_not_found_and_changes_no_score()
    {
        await Index.PublishAsync(Version("open"), "Salary bands are public.", "The cafeteria opens at nine.");
        var before = await Index.WordsAsync("salary bands of executives");
        await Index.PublishAsync(Version("secret", readBy: ["group:hr"]), "Salary of executives.", "Salary bands of executives, executives, executives.");
        await Index.StoreVectorsAsync("test", [new("secret.1-000000", Unit(1, 0)), new("open.1-000000", Unit(0, 1))], Cancel);

        var after = await Index.WordsAsync("salary bands of executives");

        Assert.Equal(before.Lexical.Select(match => (match.Passage.Id, match.Score)), after.Lexical.Select(match => (match.Passage.Id, match.Score)));
        Assert.Equal(before.IdfSum, after.IdfSum);
        Assert.Equal(["open.1-000000"], (await Index.NearAsync(Unit(1, 0))).Dense.Select(match => match.Passage.Id));
        Assert.Null(await Index.FindAsync("secret.1-000000", Asker.Anonymous, Cancel));
        Assert.Empty(await Index.PassagesAsync("secret", Asker.Anonymous, Cancel));
        Assert.Equal("secret", (await Index.WordsAsync("executives", Asker.With("group:hr"))).Lexical[0].Passage.DocumentId);
        Assert.Equal("secret", (await Index.NearAsync(Unit(1, 0), Asker.Operator)).Dense[0].Passage.DocumentId);
    }

    [Fact]
    public async Task Collections_and_tags_filter_both_lists()
    {
        await Index.PublishAsync(Version("a", collection: "hr", tags: new() { ["country"] = ["de", "at"] }), "Leave in the one.");
        await Index.PublishAsync(Version("b", collection: "hr", tags: new() { ["country"] = ["fr"] }), "Leave in the other.");
        await Index.PublishAsync(Version("c", collection: "it"), "Leave elsewhere.");
        await Index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 1)), new("b.1-000000", Unit(1, 1)), new("c.1-000000", Unit(1, 1))], Cancel);

        async Task<string> FoundAsync(string[] collections, Dictionary<string, IReadOnlyList<string>> tags)
        {
            var found = await Index.SearchAsync(
                new() { Words = [new("leave", 1)], Vector = Unit(1, 1), Embedder = "test", Collections = collections, Tags = tags }, Asker.Anonymous, Cancel);
            var lexical = string.Concat(found.Lexical.Select(match => match.Passage.DocumentId).Order());
            Assert.Equal(lexical, string.Concat(found.Dense.Select(match => match.Passage.DocumentId).Order()));
            return lexical;
        }

        Assert.Equal("abc", await FoundAsync([], []));
        Assert.Equal("ab", await FoundAsync(["hr"], []));
        Assert.Equal("abc", await FoundAsync(["hr", "it"], []));
        Assert.Equal("a", await FoundAsync([], new() { ["country"] = ["at", "ch"] }));
        Assert.Equal("", await FoundAsync(["it"], new() { ["country"] = ["at"] }));
    }

    [Fact]
    public async Task Vectors_are_kept_by_embedder_and_those_of_another_one_are_not_used()
    {
        await Index.PublishAsync(Version("a"), "One.", "Two.");
        Assert.Equal(2, (await Index.WithoutVectorsAsync("test", 10, Cancel)).Count);

        await Index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 0)), new("gone.1-000000", Unit(1, 0))], Cancel);
        Assert.Equal("a.1-000001", Assert.Single(await Index.WithoutVectorsAsync("test", 10, Cancel)).Id);
        Assert.Equal(1, Assert.Single(await Index.PublishedAsync(Cancel)).Vectors);
        Assert.Equal(1, Assert.Single((await Index.NearAsync(Unit(1, 0))).Dense).Score, 3);

        Assert.Equal(2, (await Index.WithoutVectorsAsync("other", 10, Cancel)).Count);
        await Index.StoreVectorsAsync("other", [new("a.1-000001", Unit(0, 0, 1))], Cancel);
        Assert.Empty((await Index.NearAsync(Unit(1, 0))).Dense);
        Assert.Equal("a.1-000001", Assert.Single((await Index.NearAsync(Unit(0, 0, 1), embedder: "other")).Dense).Passage.Id);
    }

    [Fact]
    public async Task Each_list_scores_what_only_the_other_one_found()
    {
        await Index.PublishAsync(Version("a"), "Words that match.", "Others that match not at all.", "Nothing near, nothing said.");
        await Index.StoreVectorsAsync("test", [new("a.1-000000", Unit(0, 1)), new("a.1-000001", Unit(1, 0.1f)), new("a.1-000002", Unit(0.9f, 1))], Cancel);

        var found = await Index.SearchAsync(new() { Words = [new("words", 1)], Vector = Unit(1, 0), Embedder = "test", Top = 1 }, Asker.Anonymous, Cancel);

        Assert.Equal(["a.1-000000"], found.Lexical.Select(match => match.Passage.Id));
        Assert.Equal(["a.1-000001", "a.1-000000"], found.Dense.Select(match => match.Passage.Id));
        Assert.Equal(0, found.Dense[1].Score, 3);
    }

    [Fact]
    public async Task Equal_scores_are_ranked_by_passage_id()
    {
        await Index.PublishAsync(Version("b"), "Same words.");
        await Index.PublishAsync(Version("a"), "Same words.");

        Assert.Equal(["a.1-000000", "b.1-000000"], (await Index.WordsAsync("same")).Lexical.Select(match => match.Passage.Id));
    }

    [Fact]
    public async Task A_query_of_nothing_or_of_unknown_words_finds_nothing()
    {
        await Index.PublishAsync(Version("a"), "Words.");

        Assert.Empty((await Index.WordsAsync("")).Lexical);
        Assert.Empty((await Index.WordsAsync("?!")).Lexical);
        var unknown = await Index.WordsAsync("zyzzyva");
        Assert.Empty(unknown.Lexical);
        Assert.Equal(0, unknown.IdfSum);
    }

    [Fact]
    public async Task No_search_sees_a_mix_of_versions_or_a_gap_while_documents_are_replaced()
    {
        await Index.PublishAsync(Version("a", 0), [.. Enumerable.Range(0, 8).Select(part => $"marker part{part} round0")]);
        using CancellationTokenSource stop = new();
        var searching = Task.Run(
            async () =>
            {
                var searches = 0;
                while (!stop.IsCancellationRequested)
                {
                    var found = (await Index.WordsAsync("marker")).Lexical;
                    Assert.Equal(8, found.Count);
                    Assert.Single(found.Select(match => match.Passage.Text.Split(' ')[^1]).Distinct());
                    searches++;
                }

                return searches;
            },
            Cancel);
        for (var round = 1; round <= 60; round++)
        {
            await Index.PublishAsync(Version("a", round), [.. Enumerable.Range(0, 8).Select(part => $"marker part{part} round{round}")]);
        }

        await stop.CancelAsync();
        Assert.True(await searching > 5);
    }

    [Fact]
    public async Task Who_may_read_a_document_is_what_was_last_published()
    {
        var version = Version("bands");
        await Index.PublishAsync(version, "Salary bands.");
        await Index.StoreVectorsAsync("test", [new("bands.1-000000", Unit(1, 0))], Cancel);

        await Index.PublishAsync(version with { ReadBy = ["group:hr"], DocumentName = "pay.md", Collection = "hr" }, Cancel);

        Assert.Empty((await Index.WordsAsync("salary")).Lexical);
        var found = Assert.Single((await Index.WordsAsync("salary", Asker.With("group:hr"), "hr")).Lexical).Passage;
        Assert.Equal(("pay.md", "hr"), (found.DocumentName, found.Collection));
        Assert.Empty((await Index.NearAsync(Unit(1, 0))).Dense);
        Assert.Single((await Index.NearAsync(Unit(1, 0), Asker.With("group:hr"))).Dense);
        Assert.Empty(await Index.WithoutVectorsAsync("test", 10, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Index.PublishAsync(Version("open", readBy: []), Cancel));
    }

    [Fact]
    public async Task A_version_id_of_another_document_is_refused_and_both_stay_as_they_are()
    {
        await Index.PublishAsync(Version("a"), "Words of the one.");
        await Index.PublishAsync(Version("b"), "Words of the other.");
        var stolen = Version("b") with { VersionId = Version("a").VersionId };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Index.StageAsync(stolen, Passages(stolen, "Words."), Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Index.PublishAsync(stolen, Cancel));

        Assert.Equal(["a", "b"], (await Index.WordsAsync("words")).Lexical.Select(match => match.Passage.DocumentId).Order());
    }

    [Fact]
    public async Task What_came_last_gets_its_vectors_first()
    {
        await Index.PublishAsync(Version("old"), [.. Enumerable.Range(0, 70).Select(number => $"Rule {number}.")]);
        await Index.PublishAsync(Version("new"), "One.", "Two.");

        Assert.Equal(["new", "new", "old"], (await Index.WithoutVectorsAsync("test", 3, Cancel)).Select(passage => passage.DocumentId));
        Assert.Equal(72, (await Index.WithoutVectorsAsync("test", 100, Cancel)).Select(passage => passage.Id).Distinct().Count());
    }

    [Fact]
    public async Task Storing_no_vectors_changes_nothing_and_unfit_ones_are_refused()
    {
        await Index.PublishAsync(Version("a"), "One.", "Two.");
        await Index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 0))], Cancel);

        await Index.StoreVectorsAsync("other", [], Cancel);
        await Assert.ThrowsAsync<ArgumentException>(() => Index.StoreVectorsAsync("test", [new("a.1-000001", Unit(1, 0, 0))], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Index.StoreVectorsAsync("other", [new("a.1-000000", Unit(1, 0)), new("a.1-000001", Unit(1, 0, 0))], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Index.StoreVectorsAsync("test", [new("a.1-000001", new[] { float.NaN, 1 })], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Index.StoreVectorsAsync("test", [new("a.1-000001", default)], Cancel));

        Assert.Equal("a.1-000000", Assert.Single((await Index.NearAsync(Unit(1, 0))).Dense).Passage.Id);
        Assert.Equal("a.1-000001", Assert.Single(await Index.WithoutVectorsAsync("test", 10, Cancel)).Id);
    }

    [Fact]
    public async Task As_many_matches_as_there_are_can_be_asked_for()
    {
        await Index.PublishAsync(Version("a"), "Words.", "More words.");
        await Index.StoreVectorsAsync("test", [new("a.1-000000", Unit(1, 0)), new("a.1-000001", Unit(1, 1))], Cancel);
        PassageQuery query = new() { Words = [new("words", 1)], Vector = Unit(1, 0), Embedder = "test" };

        var all = await Index.SearchAsync(query with { Top = int.MaxValue }, Asker.Anonymous, Cancel);
        var none = await Index.SearchAsync(query with { Top = 0 }, Asker.Anonymous, Cancel);

        Assert.Equal((2, 2), (all.Lexical.Count, all.Dense.Count));
        Assert.Equal((0, 0), (none.Lexical.Count, none.Dense.Count));
    }

    [Fact]
    public async Task One_character_that_folds_to_several_words_is_searched_by_all_of_them()
    {
        await Index.PublishAsync(Version("a"), "Cut into 3 and 4 parts.", "Cut into 4 parts.");

        var found = (await Index.WordsAsync("¾")).Lexical;

        Assert.Equal(["a.1-000000", "a.1-000001"], found.Select(match => match.Passage.Id));
        Assert.True(found[0].Score > 1.5 * found[1].Score);
    }
}
