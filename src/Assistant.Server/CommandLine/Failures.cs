using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Downloads;
using Microsoft.Extensions.Options;

namespace Assistant.Server.CommandLine;

/// <summary>Turns exceptions into what a person can act on.</summary>
internal static class Failures
{
    // Win32's ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as HRESULTs; ENOSPC (28 on Linux and macOS) comes as itself.
    private static readonly int[] DiskFull = [unchecked((int)0x80070070), unchecked((int)0x80070027), 28];

    /// <summary>The exception as code, message and hint; what nobody foresaw becomes <c>unexpected</c>.</summary>
    public static AssistantException Explain(Exception exception) => exception switch
    {
        AssistantException known => known,
        ModelDownloadException download => new(download.Code, download.Message, download.Hint, download),
        LocalModelException model => new("model_failed", model.Message, null, model),
        OptionsValidationException invalid => BadConfiguration(invalid.Failures, invalid),
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            BadConfiguration(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures), several),
        InvalidOperationException binding when binding.Message.Contains("configuration value", StringComparison.Ordinal) =>
            BadConfiguration([binding.Message], binding),
        IOException io when DiskFull.Contains(io.HResult) =>
            new("disk_full", "The disk is full.", "Free some space and run the same command again.", io),
        UnauthorizedAccessException denied =>
            new("access_denied", denied.Message, "Give the user that runs assistant the right to it, or choose another folder with --home.", denied),
        IOException io => new("io_error", io.Message, null, io),
        _ => new("unexpected", $"Something went wrong that should not have: {exception.Message}", "Run it again with --verbose and report what it prints.", exception),
    };

    private static AssistantException BadConfiguration(IEnumerable<string> faults, Exception cause) =>
        new("bad_configuration", string.Join(" ", faults), "Correct the settings file or the environment variable of that name.", cause);
}
