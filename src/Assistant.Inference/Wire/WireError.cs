using System.Text.Json.Serialization;

namespace Assistant.Inference.Wire;

/// <summary>What is wrong.</summary>
internal sealed record WireError
{
    /// <summary>In words.</summary>
    public string? Message { get; init; }

    /// <summary>The kind, such as <c>invalid_request_error</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The field that is wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Param { get; init; }

    /// <summary>A stable code, such as <c>model_not_found</c>. Some servers put a number here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonConverter(typeof(CodeJson))]
    public string? Code { get; init; }

    /// <summary>As llama.cpp's server tells it: the tokens of a prompt that is too long.</summary>
    public int? NPromptTokens { get; init; }

    /// <summary>As llama.cpp's server tells it: the context that it does not fit into.</summary>
    public int? NCtx { get; init; }
}
