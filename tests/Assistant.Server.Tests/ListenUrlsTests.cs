using System.Net;
using Assistant.Core;
using Assistant.Server.Serving;

namespace Assistant.Server.Tests;

public class ListenUrlsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1:5080")]
    [InlineData("http://127.1.2.3:80", "127.1.2.3:80")]
    [InlineData("http://[::1]:5080", "[::1]:5080")]
    [InlineData("http://localhost:5080", "127.0.0.1:5080 [::1]:5080")]
    [InlineData("http://localhost:0", "127.0.0.1:0")]
    [InlineData("http://127.0.0.1:1;http://[::1]:2;http://127.0.0.1:1", "127.0.0.1:1 [::1]:2")]
    [InlineData("http://127.0.0.1", "127.0.0.1:80")]
    public void Loopback_addresses_are_taken(string urls, string points) =>
        Assert.Equal(points, string.Join(' ', ListenUrls.Parse(urls).Select(point => point.ToString())));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://example.org:5080")]
    [InlineData("http://127.0.0.1:5080;http://10.0.0.1:80")]
    [InlineData("http://localhost.example.org")]
    public void An_address_that_others_reach_is_refused_with_the_reason(string urls)
    {
        var refused = Assert.Throws<AssistantException>(() => ListenUrls.Parse(urls));

        Assert.Equal("not_loopback", refused.Code);
        Assert.Contains("sign-in", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("5080")]
    [InlineData("localhost:5080")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:5080/path")]
    [InlineData("https://127.0.0.1:5080")]
    public void What_is_no_address_is_refused(string urls) =>
        Assert.Equal("bad_url", Assert.Throws<AssistantException>(() => ListenUrls.Parse(urls)).Code);

    [Fact]
    public void An_end_point_is_told_as_people_type_it()
    {
        Assert.Equal("http://127.0.0.1:5080", ListenUrls.Of(new IPEndPoint(IPAddress.Loopback, 5080)));
        Assert.Equal("http://[::1]:5080", ListenUrls.Of(new IPEndPoint(IPAddress.IPv6Loopback, 5080)));
    }
}
