using System.Text;

namespace Assistant.Orchestration.Prompts;

/// <summary>The prompts, which are files beside this one.</summary>
internal static class PromptFiles
{
    /// <summary>The text of a prompt file.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(PromptFiles).Assembly.GetManifestResourceStream($"Assistant.Orchestration.Prompts.{name}")
            ?? throw new InvalidOperationException($"The prompt '{name}' is not part of this build.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }
}
