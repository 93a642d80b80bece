namespace Assistant.Inference.Catalogue;

/// <summary>Under what terms a model may be used.</summary>
/// <param name="Name">The licence's short name.</param>
/// <param name="Accept">What has to be read and accepted, as a sentence; null for open licences.</param>
public sealed record ModelLicence(string Name, string? Accept);
