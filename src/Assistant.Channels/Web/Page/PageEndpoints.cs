using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Assistant.Channels.Web;

internal static class PageEndpoints
{
    public static void MapPage(this IEndpointRouteBuilder endpoints)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        endpoints.MapMethods("/", reading, (HttpContext context, PageAssets assets) =>
            Serve(context, assets.Index, "no-cache")).ExcludeFromDescription();

        // The modules import each other by relative addresses, so that the version in the folder's name holds for all of them.
        endpoints.MapMethods("/assets/{version}/{name}", reading, (HttpContext context, PageAssets assets, string version, string name) =>
            version == assets.Version && assets.Find(name) is { } asset
                ? Serve(context, asset, "public, max-age=31536000, immutable")
                : Results.NotFound()).ExcludeFromDescription();
        endpoints.MapMethods("/favicon.ico", reading, (HttpContext context, PageAssets assets) =>
            assets.Find("icon.svg") is { } icon ? Serve(context, icon, "no-cache") : Results.NotFound()).ExcludeFromDescription();
    }

    private static IResult Serve(HttpContext context, PageAsset asset, string cacheControl)
    {
        context.Response.Headers.CacheControl = cacheControl;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: EntityTagHeaderValue.Parse(asset.EntityTag));
    }
}
