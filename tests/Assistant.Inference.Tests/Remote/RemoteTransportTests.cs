using System.Net;
using Assistant.Inference.Remote;
using Assistant.Inference.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Inference.Tests.Remote;

/// <summary>What is sent again and what is not, with a network that does as it is told.</summary>
public sealed class RemoteTransportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_takes_no_connection_in_time_is_tried_again_and_told_as_out_of_reach()
    {
        Network network = new(_ => throw new TaskCanceledException("A connection could not be established within the configured ConnectTimeout."));

        var lost = await Assert.ThrowsAsync<LocalModelException>(() => PostAsync(network, retries: 1));

        Assert.Contains("can't be reached", lost.Message, StringComparison.Ordinal);
        Assert.Equal(2, network.Requests);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, 2)]
    [InlineData(HttpRequestError.NameResolutionError, 2)]
    [InlineData(HttpRequestError.ResponseEnded, 1)]
    [InlineData(HttpRequestError.SecureConnectionError, 1)]
    public async Task Only_a_request_that_never_arrived_is_sent_again(HttpRequestError error, int requests)
    {
        Network network = new(_ => throw new HttpRequestException(error, "It failed."));

        await Assert.ThrowsAsync<LocalModelException>(() => PostAsync(network, retries: 1));

        Assert.Equal(requests, network.Requests);
    }

    [Fact]
    public async Task A_time_to_come_back_that_has_passed_is_now()
    {
        Network network = new(request => request == 1 ? Busy(new(new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero))) : new(HttpStatusCode.OK));

        using var response = await PostAsync(network, retries: 1);

        Assert.Equal(2, network.Requests);
    }

    [Fact]
    public async Task A_caller_is_never_told_to_come_back_in_less_than_a_second()
    {
        Network network = new(_ => Busy(new(TimeSpan.Zero)));

        var busy = await Assert.ThrowsAsync<EngineBusyException>(() => PostAsync(network, retries: 0));

        Assert.Equal(TimeSpan.FromSeconds(1), busy.RetryAfter);
    }

    private static HttpResponseMessage Busy(System.Net.Http.Headers.RetryConditionHeaderValue after) =>
        new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = after }, Content = new StringContent("""{"message":"Later."}""") };

    private static async Task<ModelResponse> PostAsync(Network network, int retries)
    {
        using HttpMessageInvoker http = new(network);
        RemoteTransport transport = new(new("http://far.example", null, "Assistant:Models:Remote:Chat"), new() { Retries = retries }, http, TimeProvider.System, NullLogger.Instance);
        return await transport.PostAsync(ModelPath.Chat, "{}"u8.ToArray(), "far", Cancellation);
    }

    private sealed class Network(Func<int, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(answer(Requests));
        }
    }
}
