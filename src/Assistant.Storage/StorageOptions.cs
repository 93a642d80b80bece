using System.ComponentModel.DataAnnotations;

namespace Assistant.Storage;

/// <summary>Where the home lies. Bound from the <c>Assistant:Storage</c> section.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Assistant:Storage";

    /// <summary>The folder of the home; a relative path starts at the process's working directory.</summary>
    /// <value>The default is <c>data</c>.</value>
    [Required(AllowEmptyStrings = false)]
    public string Home { get; set; } = "data";
}
