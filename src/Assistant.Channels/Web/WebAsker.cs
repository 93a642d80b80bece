using Assistant.Core;
using Microsoft.AspNetCore.Http;

namespace Assistant.Channels.Web;

/// <summary>The one place that tells who stands behind a request of the website.</summary>
internal static class WebAsker
{
    /// <summary>Who asks. There is no sign-in yet, so it is somebody of whom nothing is known.</summary>
    public static Asker Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Asker.Anonymous;
    }
}
