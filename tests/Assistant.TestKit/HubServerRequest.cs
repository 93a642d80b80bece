namespace Assistant.TestKit;

/// <summary>A request that a <see cref="HubServer"/> got.</summary>
public sealed record HubServerRequest(string Method, string Path, bool AtStorage, string Authorization, string Range, string AcceptEncoding);
