using System.Collections.Concurrent;
using Assistant.Inference.Catalogue;
using Assistant.Inference.Chat;
using Assistant.Inference.Engine;
using Assistant.Inference.Formats;
using Assistant.Inference.Gguf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Inference;

/// <summary>The model files that are here, which one answers and why. Reads headers only; safe from many threads.</summary>
public sealed class ModelShelf : IDisposable
{
    private readonly LlamaRuntime runtime;
    private readonly IOptions<LocalModelsOptions> options;
    private readonly TimeProvider time;
    private readonly ILoggerFactory loggers;
    private readonly ConcurrentDictionary<(string Path, long Bytes, long Written), Lazy<ShelvedModel>> read = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, LocalChatClient> clients = new(StringComparer.Ordinal);

    /// <summary>Takes the settings; the folder is read when somebody asks.</summary>
    public ModelShelf(LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.runtime = runtime;
        this.options = options;
        this.time = time;
        this.loggers = loggers;
    }

    /// <summary>All model files by name: those in the models folder and those of the settings. The folder is looked at anew each time.</summary>
    public IReadOnlyList<ShelvedModel> List()
    {
        var settings = options.Value;
        var chat = settings.Chat is { Length: > 0 } name ? ModelPaths.Of(settings, name) : null;
        var embedder = ModelPaths.Embedder(settings);
        var reranker = ModelPaths.Reranker(settings);
        List<ShelvedModel> models = [.. Paths(settings, chat, embedder).Select(Read).OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase).ThenBy(model => model.Path, StringComparer.Ordinal)];
        List<ShelvedModel> able = [.. models.Where(model => model.CanAnswer)];
        return [.. models.Select(model =>
            model.Path == embedder ? WithEmbedderReason(model, settings)
            : model.Path == reranker ? WithRerankerReason(model)
            : WithReason(model, chat, able))];
    }

    /// <summary>The chat model that answers, or null where none can.</summary>
    public ShelvedModel? Answering => List().FirstOrDefault(model => model is { IsChosen: true, Kind: ModelKind.Chat });

    /// <summary>The model of that name (with or without its extension) or path, or null where there is none. A later part means the whole model.</summary>
    public ShelvedModel? Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var models = List();
        var bare = name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;
        var first = Path.GetFileNameWithoutExtension(ModelParts.Names(bare + ".gguf")[0]);
        var path = ModelParts.Paths(Path.GetFullPath(name))[0];
        return models.FirstOrDefault(model => string.Equals(model.Name, first, StringComparison.OrdinalIgnoreCase))
            ?? models.FirstOrDefault(model => model.Path == path);
    }

    /// <summary>The client of a chat model. It belongs to the shelf, which gives the same one each time and disposes of it.</summary>
    /// <remarks>Each client that was used keeps its model in memory.</remarks>
    /// <exception cref="LocalModelException">The model can't answer; the message says why.</exception>
    public LocalChatClient Client(ShelvedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.CanAnswer)
        {
            throw new LocalModelException($"The model '{model.Name}' can't answer: {model.Fault ?? model.ChatFormatReason ?? model.Reason}");
        }

        lock (gate)
        {
            if (!clients.TryGetValue(model.Path, out var client))
            {
                clients[model.Path] = client = new(GgufFile.Open(model.Path), runtime, options, time, loggers.CreateLogger<LocalChatClient>());
            }

            return client;
        }
    }

    /// <summary>Frees all models that were loaded through <see cref="Client"/>.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var client in clients.Values)
            {
                client.Dispose();
            }

            clients.Clear();
        }
    }

    private static HashSet<string> Paths(LocalModelsOptions settings, string? chat, string embedder)
    {
        HashSet<string> paths = new(StringComparer.Ordinal);
        if (settings.Folder.Length > 0 && Directory.Exists(settings.Folder))
        {
            EnumerationOptions everything = new() { MatchCasing = MatchCasing.CaseInsensitive };
            paths.UnionWith(Directory.EnumerateFiles(Path.GetFullPath(settings.Folder), "*.gguf", everything).Where(path => !ModelParts.IsLater(Path.GetFileName(path))));
        }

        paths.Add(embedder);
        if (ModelPaths.Reranker(settings) is { } reranker)
        {
            paths.Add(reranker);
        }

        if (chat is not null)
        {
            paths.Add(chat);
        }

        return paths;
    }

    private static ShelvedModel WithEmbedderReason(ShelvedModel model, LocalModelsOptions settings) => model with
    {
        IsChosen = model is { Kind: ModelKind.Embedder, Fault: null },
        Reason = model.Kind != ModelKind.Embedder ? "it is no embedder that can be used"
            : settings.Embedder is { Length: > 0 } ? $"set by {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Embedder)}"
            : "the embedder that ships with the product",
    };

    private static ShelvedModel WithRerankerReason(ShelvedModel model)
    {
        const string Setting = LocalModelsOptions.Section + ":" + nameof(LocalModelsOptions.Reranker);
        var isChosen = model is { Kind: ModelKind.Reranker, Fault: null };
        return model with { IsChosen = isChosen, Reason = isChosen ? $"set by {Setting}" : model.Fault ?? $"set by {Setting}, but it is no reranker" };
    }

    private static ShelvedModel WithReason(ShelvedModel model, string? chat, List<ShelvedModel> able)
    {
        var chosen = chat is null ? able.FirstOrDefault()?.Path : chat;
        var isChosen = model.Path == chosen && model.CanAnswer;
        return model with { IsChosen = isChosen, Reason = Why() };

        string Why()
        {
            const string Setting = LocalModelsOptions.Section + ":" + nameof(LocalModelsOptions.Chat);
            return model switch
            {
                { Fault: { } fault } => fault,
                { Kind: ModelKind.Chat, ChatFormat: null } => model.ChatFormatReason!,
                { Kind: ModelKind.Embedder } => $"an embedder; set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Embedder)} to use it",
                { Kind: ModelKind.Reranker } => $"a reranker; set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.Reranker)} to use it",
                { Kind: ModelKind.VocabularyOnly } => "a vocabulary without weights",
                _ when isChosen && chat is not null => $"set by {Setting}",
                _ when isChosen && able.Count == 1 => "the only chat model in the models folder",
                _ when isChosen => $"first by name of {able.Count}; set {Setting} to choose",
                _ => $"another one answers; set {Setting} to choose it",
            };
        }
    }

    private ShelvedModel Read(string path)
    {
        // Headers hold whole vocabularies, so they are read again only when the file has changed.
        FileInfo info = new(path);
        var key = (path, info.Exists ? info.Length : -1, info.Exists ? info.LastWriteTimeUtc.Ticks : 0);
        return read.GetOrAdd(key, _ => new(() => ReadHeader(path, info.Exists ? info.Length : 0))).Value;
    }

    private ShelvedModel ReadHeader(string path, long bytes)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            var file = GgufFile.Open(path);
            var kind = ModelKinds.Of(file);
            if (kind != ModelKind.VocabularyOnly)
            {
                ModelFileChecks.Check(file);
            }

            var (format, why) = kind == ModelKind.Chat ? Format(file) : (null, null);
            return new()
            {
                Name = name,
                Path = path,
                Bytes = bytes,
                Kind = kind,
                Architecture = file.Architecture,
                ContextTokens = file.ContextLength,
                ChatFormat = format,
                ChatFormatReason = why,
                Traits = ModelTraits.Of(file, kind, options.Value),
            };
        }
        catch (InvalidModelFileException e)
        {
            return Unreadable(e.Fault);
        }
        catch (Exception e)
        {
            // A file that no check foresaw must not take the others' list away.
            return Unreadable($"it can't be read ({e.GetType().Name}: {e.Message}).");
        }

        ShelvedModel Unreadable(string fault) => new() { Name = name, Path = path, Bytes = bytes, Kind = ModelKind.Unreadable, Fault = fault };
    }

    private (string? Name, string Why) Format(GgufFile file)
    {
        try
        {
            var choice = Formats.ChatFormats.Choose(file, options.Value.ChatFormat);
            return (choice.Format.Name, choice.Why);
        }
        catch (UnknownChatFormatException e)
        {
            return (null, e.Message);
        }
    }
}
