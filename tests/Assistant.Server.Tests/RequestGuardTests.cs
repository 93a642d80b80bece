using System.Net;
using Assistant.Server.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Server.Tests;

public class RequestGuardTests
{
    private const int Port = 5080;

    [Theory]
    [InlineData("127.0.0.1:5080")]
    [InlineData("localhost:5080")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("[::1]:5080")]
    public async Task A_request_to_our_own_name_passes(string host) => Assert.True(await PassesAsync("GET", "/", host));

    [Theory]
    [InlineData("evil.example:5080")]
    [InlineData("127.0.0.1.evil.example:5080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.5:5080")]
    [InlineData("")]
    public async Task A_name_that_was_rebound_to_us_is_refused(string host) => Assert.False(await PassesAsync("GET", "/", host));

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("https://127.0.0.1:5080", false)]
    [InlineData("http://127.0.0.1:3000", false)]
    [InlineData("http://localhost:5080", false)]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    public async Task Only_our_own_page_may_post(string origin, bool passes) =>
        Assert.Equal(passes, await PassesAsync("POST", "/api/v1/ask", "127.0.0.1:5080", ("Origin", origin)));

    [Fact]
    public async Task A_program_that_is_no_browser_may_post() => Assert.True(await PassesAsync("POST", "/api/v1/ask", "127.0.0.1:5080"));

    [Theory]
    [InlineData("GET", "/", "cross-site", "navigate", true)]
    [InlineData("GET", "/", "cross-site", "no-cors", false)]
    [InlineData("GET", "/api/v1/documents", "cross-site", "navigate", false)]
    [InlineData("GET", "/api/v1/documents", "same-site", "cors", false)]
    [InlineData("GET", "/api/v1/documents", "same-origin", "cors", true)]
    [InlineData("GET", "/", "none", "navigate", true)]
    [InlineData("POST", "/api/v1/ask", "cross-site", "navigate", false)]
    [InlineData("POST", "/api/v1/ask", "same-site", "cors", false)]
    public async Task Other_sites_may_link_to_the_page_and_no_more(string method, string path, string site, string mode, bool passes) =>
        Assert.Equal(passes, await PassesAsync(method, path, "localhost:5080", ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)));

    private static async Task<bool> PassesAsync(string method, string path, string host, params (string Name, string Value)[] headers)
    {
        DefaultHttpContext context = new();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.Host = new HostString(host);
        context.Connection.LocalIpAddress = IPAddress.Loopback;
        context.Connection.LocalPort = Port;
        context.Response.Body = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        var passed = false;
        RequestGuard guard = new(
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            },
            NullLogger<RequestGuard>.Instance);
        await guard.InvokeAsync(context);
        Assert.Equal(passed ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden, context.Response.StatusCode);
        return passed;
    }
}
