using Assistant.Inference.Downloads;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Downloads;

public class HubRefusalTests
{
    private const int Size = 100_000;

    [Theory]
    [InlineData("https://hub.example.org", "http://storage.example.org/x", false)]
    [InlineData("http://hub.example.org", "http://storage.example.org/x", true)]
    [InlineData("https://hub.example.org", "//[", false)]
    public void A_redirect_that_is_not_safe_is_refused_with_what_would_help(string hub, string location, bool advisesHttp)
    {
        using HttpResponseMessage response = new(System.Net.HttpStatusCode.Redirect);
        response.Headers.Location = new(location, UriKind.RelativeOrAbsolute);

        var refused = Assert.Throws<ModelDownloadException>(() => SafeRedirects.Of(response, new(hub), new(hub), allowHttp: false));

        Assert.Equal(("unsafe_redirect", advisesHttp), (refused.Code, refused.Hint!.Contains("AllowHttp", StringComparison.Ordinal)));
    }

    [Theory, InlineData("http://mirror.lan"), InlineData("mirror.lan")]
    public async Task What_the_hubs_variable_says_matters_only_when_the_hub_is_asked(string address)
    {
        await using var room = await PullRoom.OpenAsync();
        (room.Options.Hub, room.HubVariable) = (null, address);
        await File.WriteAllBytesAsync(room.File("mine.gguf"), TinyGguf.Writer().ToBytes(), TestContext.Current.CancellationToken);

        Assert.Equal("mine.gguf", Path.GetFileName((await room.PullAsync(room.File("mine.gguf"))).Path));
        var refused = await room.RefusedAsync();

        Assert.Equal("bad_configuration", refused.Code);
        Assert.Contains("HF_ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hubs_variable_names_the_hub_where_no_setting_does()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(5000));
        (room.Options.Hub, room.HubVariable) = (null, room.Hub.Address.AbsoluteUri);

        Assert.Equal(room.Target, (await room.PullAsync()).Path);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_never_to_its_storage()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size));
        room.Options.Token = "secret";

        await room.PullAsync();

        Assert.All(room.Hub.Requests, request => Assert.Equal(request.AtStorage ? "" : "Bearer secret", request.Authorization));
        Assert.Contains(room.Hub.Requests, request => request.AtStorage);
    }

    [Theory]
    [InlineData(401, null, "Sign in and accept the terms")]
    [InlineData(403, "secret", "wait until access is given")]
    [InlineData(401, "secret", "Make a new token")]
    public async Task A_gated_model_says_what_to_accept_where_and_who_takes_the_token(int status, string? token, string words)
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size)).Refuse(status, ("X-Error-Code", "GatedRepo"));
        room.Options.Token = token;

        var refused = await room.RefusedAsync();

        Assert.Equal("model_gated", refused.Code);
        Assert.Contains(words, refused.Hint, StringComparison.Ordinal);
        Assert.Contains($"{room.Hub.Address}{PullRoom.Repository}", refused.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        if (status == 401)
        {
            Assert.Contains("HF_TOKEN", refused.Hint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(401, "RepoNotFound", "unknown_repository")]
    [InlineData(404, "RevisionNotFound", "unknown_revision")]
    [InlineData(404, "EntryNotFound", "unknown_file")]
    [InlineData(404, "", "unknown_file")]
    [InlineData(418, "", "download_failed")]
    public async Task What_the_hub_says_is_trusted_before_its_status(int status, string told, string code)
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size)).Refuse(status, ("X-Error-Code", told));

        Assert.Equal(code, (await room.RefusedAsync()).Code);
        Assert.Single(room.Hub.Requests);
    }

    [Fact]
    public async Task A_busy_hub_is_asked_again_after_the_time_that_it_names()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        file.Refuse(429, ("Retry-After", "1"));
        file.Refuse(429, ("RateLimit", "\"resolvers\";r=0;t=1"));
        file.Refuse(503);
        file.Refuse(408);

        await room.PullAsync();

        Assert.Equal([1, 1], room.Steps.OfType<PullStep.Waiting>().Take(2).Select(step => step.Wait.TotalSeconds));
        Assert.Equal(4, room.Steps.Count(step => step is PullStep.Waiting));
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Fact]
    public async Task A_hub_that_asks_for_hours_is_not_waited_for()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size)).Refuse(429, ("Retry-After", "7200"));

        Assert.Equal("hub_busy", (await room.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_renamed_repository_is_followed_on_the_hub()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size)).RenamedTo = "/maker/renamed/resolve/main/Model.gguf";
        var file = room.Hub.Add("maker/renamed", "Model.gguf", PullRoom.Bytes(Size, seed: 2));
        room.Options.Token = "secret";

        await room.PullAsync();

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
        Assert.All(room.Hub.Requests.Where(request => !request.AtStorage), request => Assert.Equal("Bearer secret", request.Authorization));
    }

    [Theory]
    [InlineData("http://192.0.2.1/blob")]
    [InlineData("ftp://127.0.0.1/blob")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_what_is_not_safe_is_not_followed(string place)
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size)).LeadsTo = place;

        Assert.Equal("unsafe_redirect", (await room.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_redirect_in_circles_ends()
    {
        await using var room = await PullRoom.OpenAsync();
        room.Publish(PullRoom.Bytes(Size)).RenamedTo = $"/{PullRoom.Repository}/resolve/main/{PullRoom.Name}";

        Assert.Equal("download_failed", (await room.RefusedAsync()).Code);
        Assert.InRange(room.Hub.Requests.Count, 2, 12);
    }

    [Fact]
    public async Task A_mirror_that_tells_no_hash_is_believed_only_with_a_hash_from_elsewhere()
    {
        await using var room = await PullRoom.OpenAsync();
        var file = room.Publish(PullRoom.Bytes(Size));
        (file.TellsState, file.IsStoredElsewhere) = (false, false);

        Assert.Equal("no_hash", (await room.RefusedAsync()).Code);

        await room.PullAsync(choices: new(Sha256: file.Sha256));
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(room.Target));
    }

    [Theory]
    [InlineData("http://mirror.example.org", false, false)]
    [InlineData("http://mirror.example.org", true, true)]
    [InlineData("http://127.0.0.1:9", false, true)]
    [InlineData("https://mirror.example.org/hub", false, true)]
    [InlineData("ftp://mirror.example.org", true, false)]
    [InlineData("https://user:word@mirror.example.org", false, false)]
    [InlineData("mirror", false, false)]
    public void A_mirror_is_https_or_on_this_machine_or_meant_to_be_plain(string hub, bool allowHttp, bool isGood) =>
        Assert.Equal(isGood, !new ModelDownloadOptions { Hub = hub, AllowHttp = allowHttp }.Validate(new(new object())).Any());
}
