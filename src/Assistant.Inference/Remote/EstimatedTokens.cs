using System.Text;

namespace Assistant.Inference.Remote;

/// <summary>How many tokens a text has where nobody can be asked.</summary>
internal static class EstimatedTokens
{
    // English has about four letters a token in the vocabularies of today, German about three, other scripts about three bytes.
    // Three bytes a token rather counts too many, and what is too many costs a source, while what is too few fails the answer.
    private const int BytesPerToken = 3;

    /// <summary>Rather too many than too few.</summary>
    public static int Of(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;
}
