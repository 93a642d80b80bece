using Assistant.Server.CommandLine;

return await AssistantCommand.RunAsync(args);
