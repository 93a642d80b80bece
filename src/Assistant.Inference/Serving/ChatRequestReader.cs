using System.Text.Json;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Serving;

/// <summary>A request in OpenAI's form as the ecosystem's own words.</summary>
internal static class ChatRequestReader
{
    private const int MostStops = 16;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>The conversation.</summary>
    /// <exception cref="ServingException">It is missing, too long, or says something that is not known.</exception>
    public static List<ChatMessage> Messages(ChatCompletionRequest request, ModelServingOptions limits)
    {
        if (request.Messages is not { Count: > 0 } messages)
        {
            throw ServingException.Invalid("messages", "At least one message is wanted.");
        }

        return messages.Count <= limits.MaxMessages
            ? [.. messages.Select(Message)]
            : throw ServingException.Invalid("messages", $"There are {messages.Count} messages; at most {limits.MaxMessages} are taken.");
    }

    /// <summary>The settings.</summary>
    /// <exception cref="ServingException">One of them is wrong or not known.</exception>
    public static ChatOptions Options(ChatCompletionRequest request, ModelServingOptions limits)
    {
        if (request.N is not (null or 1))
        {
            throw ServingException.Invalid("n", "Only one answer at a time is written.");
        }

        if (request.Logprobs == true)
        {
            throw ServingException.Invalid("logprobs", "Probabilities are not told.");
        }

        if (request.Stop?.Count > MostStops)
        {
            throw ServingException.Invalid("stop", $"At most {MostStops} texts that end an answer are taken.");
        }

        if ((request.MaxCompletionTokens ?? request.MaxTokens) is <= 0)
        {
            throw ServingException.Invalid("max_tokens", "At least one token must be allowed.");
        }

        List<AITool> tools = [.. Tools(request, limits)];
        ChatOptions options = new()
        {
            Temperature = request.Temperature,
            TopP = request.TopP,
            TopK = request.TopK,
            PresencePenalty = request.PresencePenalty,
            FrequencyPenalty = request.FrequencyPenalty,
            Seed = request.Seed,
            MaxOutputTokens = request.MaxCompletionTokens ?? request.MaxTokens,
            StopSequences = request.Stop is { Count: > 0 } stops ? [.. stops] : null,
            Tools = tools.Count > 0 ? tools : null,
            ToolMode = Mode(request.ToolChoice, tools),
            AllowMultipleToolCalls = request.ParallelToolCalls,
            ResponseFormat = Format(request.ResponseFormat),
        };
        if (request.User is { Length: > 0 } user)
        {
            (options.AdditionalProperties ??= [])[Chat.ChatRequest.CallerProperty] = user;
        }

        Extra(options, "min_p", request.MinP);
        Extra(options, "repeat_penalty", request.RepeatPenalty);
        return options;
    }

    private static ChatMessage Message(WireMessage? message, int index)
    {
        var at = $"messages[{index}]";
        switch (message?.Role)
        {
            case "system" or "developer" or "user":
                return new(new ChatRole(message!.Role), message.Content ?? throw ServingException.Invalid(at + ".content", "A message has no content.")) { AuthorName = message.Name };
            case "assistant":
                ChatMessage said = new(ChatRole.Assistant, message!.Content is { Length: > 0 } text ? [new TextContent(text)] : []) { AuthorName = message.Name };
                foreach (var call in message.ToolCalls ?? [])
                {
                    said.Contents.Add(Call(call, at));
                }

                return said;
            case "tool":
                var id = message!.ToolCallId ?? throw ServingException.Invalid(at + ".tool_call_id", "A tool's message must name the call that it answers.");
                return new(ChatRole.Tool, [new FunctionResultContent(id, message.Content ?? "")]) { AuthorName = message.Name };
            default:
                throw ServingException.Invalid(at + ".role", $"The role '{message?.Role}' is not known. Use system, developer, user, assistant or tool.");
        }
    }

    private static FunctionCallContent Call(WireToolCall? call, string at)
    {
        var name = call?.Function?.Name;
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(call?.Id))
        {
            throw ServingException.Invalid(at + ".tool_calls", "A call must have an id and a function's name.");
        }

        return WireArguments.TryRead(call.Function!.Arguments, out var arguments)
            ? new(call.Id, name, arguments)
            : throw ServingException.Invalid(at + ".tool_calls", $"The arguments of the call '{call.Id}' are no JSON object.");
    }

    private static IEnumerable<AITool> Tools(ChatCompletionRequest request, ModelServingOptions limits)
    {
        if (request.Tools?.Count > limits.MaxTools)
        {
            throw ServingException.Invalid("tools", $"There are {request.Tools.Count} tools; at most {limits.MaxTools} are taken.");
        }

        return (request.Tools ?? []).Select((tool, index) => tool is { Type: null or "function", Function: { Name.Length: > 0 } function }
            ? AIFunctionFactory.CreateDeclaration(function.Name, function.Description ?? "", Parameters(function, index))
            : throw ServingException.Invalid($"tools[{index}]", "A tool must be {\"type\":\"function\",\"function\":{\"name\":\"...\"}}."));
    }

    private static JsonElement Parameters(WireFunction function, int index) => function.Parameters switch
    {
        null or { ValueKind: JsonValueKind.Null } => NoParameters,
        { ValueKind: JsonValueKind.Object } schema => schema,
        _ => throw ServingException.Invalid($"tools[{index}].function.parameters", "The parameters of a function must be a JSON schema."),
    };

    private static ChatToolMode? Mode(ToolChoice? choice, List<AITool> tools) => choice switch
    {
        null => null,
        { Mode: "none" } => ChatToolMode.None,
        { Mode: "auto" } => ChatToolMode.Auto,
        _ when tools.Count == 0 => throw ServingException.Invalid("tool_choice", "A call is required, but no tools are given."),
        { Mode: "required" } => ChatToolMode.RequireAny,
        { Mode: "function", Name: { } name } when tools.Exists(tool => tool.Name == name) => ChatToolMode.RequireSpecific(name),
        { Mode: "function" } => throw ServingException.Invalid("tool_choice", $"The function '{choice.Name}' is not among the tools."),
        _ => throw ServingException.Invalid("tool_choice", $"'{choice.Mode}' is not known. Use auto, none, required or a function."),
    };

    private static ChatResponseFormat? Format(WireResponseFormat? format) => format switch
    {
        null => null,
        { Type: "text" } => ChatResponseFormat.Text,
        { Type: "json_object" } => ChatResponseFormat.Json,
        { Type: "json_schema", JsonSchema: { Schema: { ValueKind: JsonValueKind.Object } schema } named } => ChatResponseFormat.ForJsonSchema(schema, named.Name, named.Description),
        { Type: "json_schema" } => throw ServingException.Invalid("response_format", "The format json_schema needs {\"json_schema\":{\"name\":\"...\",\"schema\":{...}}}."),
        _ => throw ServingException.Invalid("response_format", $"The format '{format.Type}' is not known. Use text, json_object or json_schema."),
    };

    private static void Extra(ChatOptions options, string key, float? value)
    {
        if (value is { } given)
        {
            (options.AdditionalProperties ??= [])[key] = given;
        }
    }
}
