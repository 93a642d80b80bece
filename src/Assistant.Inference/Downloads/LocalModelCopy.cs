using System.Security.Cryptography;
using Assistant.Inference.Engine;
using Assistant.Inference.Gguf;

namespace Assistant.Inference.Downloads;

/// <summary>Takes a model file of this machine into the models folder, with all its parts.</summary>
internal sealed class LocalModelCopy(DownloadPlaces places, FreeSpace freeSpace)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Copies it.</summary>
    /// <exception cref="ModelDownloadException">It is no model, a part is missing, or it doesn't fit.</exception>
    public async Task<PulledModel> RunAsync(string path, PullChoices choices, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        Check(path);
        places.Make();
        var parts = ModelParts.Paths(path);
        using var held = DownloadLock.Take(places.Lock(Path.GetFileName(path)), $"'{Path.GetFileName(path)}'");
        var records = new PullRecord[parts.Count];
        List<int> missing = [];
        for (var index = parts.Count - 1; index >= 0; index--)
        {
            var hash = await PlacedModels.HashAsync(parts[index], tell, cancellationToken);

            // What is known of where it came from stays known.
            records[index] = PullRecord.Of(parts[index]) is { } known && known.Sha256 == hash ? known : new(null, parts[index], null, null, hash, new FileInfo(parts[index]).Length);
            if (index == 0 && choices.Sha256 is { } expected && !string.Equals(expected, hash, StringComparison.OrdinalIgnoreCase))
            {
                throw new ModelDownloadException("wrong_hash", $"'{path}' has the SHA-256 {hash}, not {expected}.", "It was not taken. Get the file again.");
            }

            if (!await PlacedModels.IsThereAsync(places, Path.GetFileName(parts[index]), records[index], tell, cancellationToken))
            {
                missing.Add(index);
            }
        }

        DiskFaults.CheckSpace(missing.Sum(index => records[index].Bytes), freeSpace(places.Folder), places.Folder);

        // The first part comes last: it is the one that makes the model appear.
        foreach (var index in missing)
        {
            await CopyAsync(parts[index], Path.GetFileName(parts[index]), records[index], tell, cancellationToken);
        }

        return new(places.Target(Path.GetFileName(path)), records, Licence: null, missing.Count == 0);
    }

    private static void Check(string path)
    {
        var name = Path.GetFileName(path);
        if (!FileNames.IsModelFile(name))
        {
            throw new ModelDownloadException("bad_model_name", $"'{name}' can't be the name of a model file.", "Name it such as Model-Q4_K_M.gguf.");
        }

        if (ModelParts.IsLater(name))
        {
            throw new ModelDownloadException("bad_model_name", $"'{name}' is not the first part.", $"Name the first part: {ModelParts.Names(name)[0]}.");
        }

        if (ModelParts.Paths(path).FirstOrDefault(part => !File.Exists(part)) is { } missing)
        {
            throw new ModelDownloadException("unreadable_model", $"The part '{Path.GetFileName(missing)}' is missing beside '{name}'.", "Put all parts into one folder.");
        }

        try
        {
            var file = GgufFile.Open(path);
            if (ModelKinds.Of(file) != ModelKind.VocabularyOnly)
            {
                ModelFileChecks.Check(file);
            }
        }
        catch (InvalidModelFileException e)
        {
            throw new ModelDownloadException("unreadable_model", $"'{name}' is no model file that can be used: {e.Fault}", "Get the file again; model files are GGUF files.", e);
        }
    }

    private async Task CopyAsync(string source, string name, PullRecord record, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        var draft = places.Partial(name);
        try
        {
            await WriteAsync(source, draft, name, record, tell, cancellationToken);
            File.Move(draft, places.Target(name), overwrite: false);
            record.Write(places.Record(name));
            File.Delete(places.State(name));
            tell(new PullStep.Placed(name, record.Sha256));
        }
        finally
        {
            // Half a copy is worth nothing: the original is here.
            File.Delete(draft);
        }
    }

    private static async Task WriteAsync(string source, string draft, string name, PullRecord record, Action<PullStep> tell, CancellationToken cancellationToken)
    {
        using FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using FileStream to = new(draft, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long done = 0;
        while (await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            try
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            catch (IOException e)
            {
                throw DiskFaults.Of(e);
            }

            hash.AppendData(buffer, 0, read);
            done += read;
            tell(new PullStep.Copying(name, done, record.Bytes));
        }

        to.Flush(flushToDisk: true);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != record.Sha256)
        {
            throw new ModelDownloadException("wrong_hash", $"'{source}' changed while it was copied.", "Run the same command again when nothing writes to it.");
        }
    }
}
