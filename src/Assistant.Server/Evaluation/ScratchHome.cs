using Assistant.Core;
using Assistant.Retrieval.Vectors;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Home;

namespace Assistant.Server.Evaluation;

/// <summary>A home in the temporary folder, gone with its evaluation; models come from the caller's own home.</summary>
internal sealed class ScratchHome : IAsyncDisposable
{
    private readonly string folder;
    private readonly ServiceProvider services;

    private readonly VerbContext context;

    private ScratchHome(string folder, ServiceProvider services, VerbContext context)
    {
        this.context = context;
        this.folder = folder;
        this.services = services;
    }

    public IServiceProvider Services => services;

    /// <summary>Makes the home and wires the rooms for it; nothing is opened yet.</summary>
    public static ScratchHome Make(VerbContext context)
    {
        var folder = Directory.CreateTempSubdirectory("assistant-eval-").FullName;
        return new(folder, Rooms.Build(context.WithHome(Path.Combine(folder, "home")), readOnly: false), context);
    }

    /// <summary>Takes the set's documents in, with their vectors where those are wanted.</summary>
    public async Task<EvaluationHome> FillAsync(EvaluationSet set, bool withVectors, CancellationToken cancellationToken)
    {
        await Rooms.OpenHomeAsync(services, cancellationToken);
        var upkeep = services.GetRequiredService<HomeUpkeep>();
        upkeep.Start();
        var home = await EvaluationHome.FillAsync(set, services.GetRequiredService<IIngestion>(), folder, cancellationToken);
        if (withVectors)
        {
            await foreach (var step in upkeep.FillVectorsAsync(documents: null, cancellationToken))
            {
                if (step is WorkEvent.Note note)
                {
                    context.Output.Note(note.Text);
                }
            }

            await RefuseGapsAsync(cancellationToken);
        }

        return home;
    }

    // Figures of an index with gaps would look like figures.
    private async Task RefuseGapsAsync(CancellationToken cancellationToken)
    {
        if (!services.GetRequiredService<VectorBackfill>().CanRun)
        {
            return;
        }

        var published = await services.GetRequiredService<IPassageIndex>().PublishedAsync(cancellationToken);
        var (passages, vectors) = (published.Sum(document => document.Passages), published.Sum(document => document.Vectors));
        if (vectors < passages)
        {
            throw new AssistantException(
                "vectors_missing",
                $"Only {vectors} of {passages} passages got their vectors, so nothing was measured.",
                "Run it again when the machine is less busy; 'assistant doctor' tells whether the embedder works.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
