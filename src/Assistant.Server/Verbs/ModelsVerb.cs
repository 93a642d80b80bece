using System.Globalization;
using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Gguf;
using Assistant.Server.CommandLine;
using Assistant.Server.Composition;
using Assistant.Server.Lines;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models list</c> and <c>info</c>: which model files there are, which one answers and why.</summary>
internal sealed class ModelsVerb(
    ModelShelf shelf, ChatModels chats, LlamaRuntime runtime, IOptions<LocalModelsOptions> options, TimeProvider time, ILoggerFactory loggers, VerbOutput output)
{
    private const int LongText = 200;

    /// <summary>Lists the model files.</summary>
    public int List()
    {
        ModelLine[] lines = [.. shelf.List().Select(model => ModelLine.Of(Elsewhere(model), runtime.IsAvailable))];
        var answering = chats.AnsweringName;
        ModelList list = new(
            lines,
            answering ?? AnsweringModels.Extractive,
            options.Value.Folder,
            RuntimeLine.Of(runtime),
            answering is null ? ModelHints.ForChat(runtime) : null,
            CatalogueLine.All(lines, options.Value));
        if (output.Json)
        {
            output.WriteJson(list, WireJson.Shared.ModelList);
        }
        else
        {
            Print(list);
        }

        return ExitCodes.Done;
    }

    /// <summary>Shows what a model file's header tells.</summary>
    /// <param name="name">A name of the list, or a path.</param>
    public int Show(string name)
    {
        var model = Find(name);
        if (model.Kind == ModelKind.Unreadable)
        {
            throw new AssistantException("unreadable_model", $"'{name}' is no model file that can be used: {model.Fault}", "Get the file again; model files are GGUF files.");
        }

        var file = GgufFile.Open(model.Path);
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
        foreach (var (key, value) in file.Metadata)
        {
            metadata[key] = Words(value);
        }

        ModelDetails details = new(
            ModelLine.Of(model, runtime.IsAvailable),
            file.TensorCount,
            file.Tokens.Count,
            file.TokenizerPre is { } pre ? $"{file.TokenizerModel}/{pre}" : file.TokenizerModel,
            metadata);
        if (output.Json)
        {
            output.WriteJson(details, WireJson.Shared.ModelDetails);
        }
        else
        {
            Print(details);
        }

        return ExitCodes.Done;
    }

    private ShelvedModel Elsewhere(ShelvedModel model) => chats.AnswersElsewhere && model is { IsChosen: true, Kind: ModelKind.Chat }
        ? model with { IsChosen = false, Reason = "a model on another server answers, set by Assistant:Models:Remote:ChatUrl" }
        : model;

    private ShelvedModel Find(string name)
    {
        if (ModelWords.Find(shelf, name) is { } known)
        {
            return known;
        }

        if (!File.Exists(name))
        {
            throw ModelWords.Unknown(shelf, name);
        }

        // A file that is not on the shelf is looked at as if it were set.
        using ModelShelf other = new(runtime, Options.Create(new LocalModelsOptions { Chat = Path.GetFullPath(name), ContextTokens = options.Value.ContextTokens, ChatFormat = options.Value.ChatFormat }), time, loggers);
        return other.Find(name)! with { IsChosen = false, Reason = "not in the models folder, and not set" };
    }

    private void Print(ModelList list)
    {
        if (output.IsTerminal)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("in use", "model", "kind", "architecture", "size", "memory", "context", "chat format", "licence", "why");
            foreach (var line in list.Models)
            {
                table.AddRow([.. Cells(line).Select(cell => new Text(PlainText.Of(cell)))]);
            }

            VerbOutput.Terminal.Write(table);
        }
        else
        {
            foreach (var line in list.Models)
            {
                output.Line(string.Join("  ", Cells(line).Select(cell => cell.Length == 0 ? "-" : cell)));
            }
        }

        CatalogueTable.Print(output, list.Catalogue);
        output.Line();
        output.Line(list.Answering == AnsweringModels.Extractive ? "Answers are quoted sentences: no chat model answers." : $"{list.Answering} answers.");
        output.Line($"Model files go to {list.Folder}");
        if (list.Hint is { } hint)
        {
            output.Line(hint);
        }
    }

    private static string[] Cells(ModelLine line) =>
    [
        line.InUse ? "yes" : "",
        line.Name,
        ModelWords.Kind(line.Kind),
        line.Architecture,
        Sizes.Of(line.Memory?.WeightBytes is > 0 and var weights ? weights : line.Bytes),
        line.Memory?.ToString() ?? "",
        line.ContextTokens > 0 ? line.ContextTokens.ToString("N0", CultureInfo.InvariantCulture) : "",
        line.ChatFormat ?? "",
        line.Licence ?? "",
        line.Reason,
    ];

    private void Print(ModelDetails details)
    {
        var model = details.Model;
        output.Line($"{model.Name} ({ModelWords.Kind(model.Kind)}, {(model.InUse ? "in use: " : "not in use: ")}{model.Reason})");
        output.Line($"  file         {model.Path}, {model.Bytes:N0} bytes");
        output.Line($"  architecture {model.Architecture}, {details.Tensors} tensors, context {model.ContextTokens:N0}");
        output.Line($"  vocabulary   {details.Vocabulary:N0} tokens, {details.Tokenizer ?? "none"}");
        output.Line($"  chat format  {model.ChatFormat ?? "none"}{(model.ChatFormatReason is null ? "" : ": " + model.ChatFormatReason)}");
        output.Line($"  quantisation {model.Quantisation ?? "not told"}");
        if (model.Memory is { } memory)
        {
            output.Line($"  memory       {memory}: {Sizes.Of(memory.WeightBytes)} of weights, {Sizes.Of(memory.ContextBytes)} for {memory.ContextTokens:N0} tokens of what was read; {Sizes.Of(memory.AvailableBytes)} here");
        }

        if (model.Embedder is { } embedder)
        {
            output.Line($"  embeds       {embedder.Dimensions} dimensions, {embedder.Pooling} pooling, before questions '{embedder.QueryPrefix}', before passages '{embedder.PassagePrefix}'");
        }

        if (model.Licence is not null || model.Source is not null)
        {
            output.Line($"  from         {model.Source ?? "not written down"}, licence {model.Licence ?? "not known"}");
        }

        foreach (var (key, value) in details.Metadata)
        {
            output.Line($"    {key} = {value}");
        }
    }

    private static string Words(object value) => value switch
    {
        Array array => $"({array.Length} values)",
        string { Length: > LongText } text => $"({text.Length} characters)",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
