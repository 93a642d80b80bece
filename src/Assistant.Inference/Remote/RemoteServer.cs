namespace Assistant.Inference.Remote;

/// <summary>One server and what it is asked for.</summary>
/// <param name="Url">Its address as set.</param>
/// <param name="ApiKey">The key, or null.</param>
/// <param name="Setting">The beginning of its settings' names, such as <c>Assistant:Models:Remote:Chat</c>, for errors.</param>
internal sealed record RemoteServer(string Url, string? ApiKey, string Setting)
{
    /// <summary>Host and port, for errors: a path may hold a secret.</summary>
    public string Host => new Uri(Url).Authority;

    /// <summary>The address of a path.</summary>
    public Uri AddressOf(ModelPath path)
    {
        var root = Url.TrimEnd('/');

        // http://host:8080 means http://host:8080/v1; whoever gives a path means that.
        var versioned = new Uri(root).AbsolutePath == "/" ? root + "/v1" : root;
        return new(versioned + path switch
        {
            ModelPath.Chat => "/chat/completions",
            ModelPath.Embeddings => "/embeddings",
            ModelPath.Rerank => "/rerank",
            _ => throw new NotSupportedException($"Only our own server is asked for {path}."),
        });
    }

    // Records print their fields; a key must not get into a log that way.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(Host);
        return true;
    }
}
