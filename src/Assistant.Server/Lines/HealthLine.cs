namespace Assistant.Server.Lines;

/// <summary>What <c>/healthz</c> and <c>/readyz</c> tell.</summary>
/// <param name="Status"><c>ok</c> or <c>fail</c>.</param>
/// <param name="Checks">What each check says.</param>
internal sealed record HealthLine(string Status, Dictionary<string, string> Checks);
