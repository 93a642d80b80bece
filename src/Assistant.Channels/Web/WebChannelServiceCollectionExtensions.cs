using Assistant.Channels.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the website.</summary>
public static class WebChannelServiceCollectionExtensions
{
    /// <summary>Adds what <see cref="Microsoft.AspNetCore.Builder.WebChannelEndpoints.MapWebChannel"/> needs.</summary>
    /// <remarks>The server supplies the borders of Core, and a <see cref="GetWebStatus"/>.</remarks>
    public static IServiceCollection AddWebChannel(this IServiceCollection services, Action<WebChannelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<WebChannelOptions>()
            .BindConfiguration(WebChannelOptions.Section)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ReadableDocuments>();
        services.TryAddSingleton<VectorStates>();
        services.TryAddSingleton<AnswerReader>();
        services.TryAddSingleton<UploadReader>();
        services.TryAddSingleton(_ => PageAssets.Load());
        services.AddOpenApi(WebChannelOpenApi.DocumentName, WebChannelOpenApi.Configure);
        return services;
    }
}
