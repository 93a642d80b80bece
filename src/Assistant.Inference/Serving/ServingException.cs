using Microsoft.AspNetCore.Http;

namespace Assistant.Inference.Serving;

/// <summary>A request that is answered with an error; the message is for whoever sent it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">A stable code.</param>
/// <param name="message">What is wrong and how to mend it.</param>
/// <param name="param">The field that is wrong, or null.</param>
internal sealed class ServingException(int status, string code, string message, string? param = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>A stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The field that is wrong, or null.</summary>
    public string? Param { get; } = param;

    /// <summary>A value that is wrong.</summary>
    public static ServingException Invalid(string param, string message) => new(StatusCodes.Status400BadRequest, "invalid_value", message, param);
}
