namespace Assistant.Inference.Wire;

/// <summary>What <c>/v1/models</c> tells.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">The models.</param>
internal sealed record ModelCards(string Object, IReadOnlyList<ModelCard>? Data);
