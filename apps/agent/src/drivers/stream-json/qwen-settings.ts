/**
 * What stands above the settings of the person and of the repository. The token travels as a header: as a key it would have to be in
 * the environment, which every hook, MCP server and command inherits, or give way to the key of a `.env` file.
 */
export const qwenSettings = (token: string): object => ({
  $version: 4,
  security: { auth: { selectedType: 'openai', enforcedType: 'openai', useExternal: false } },
  // An object would be merged with theirs, and a provider of theirs for the same model would get the calls.
  modelProviders: null,
  providerProtocol: null,
  model: {
    enableOpenAILogging: false,
    generationConfig: { customHeaders: token === '' ? {} : { Authorization: `Bearer ${token}` } },
  },
  // Nobody can type into a command here, and of its terminals one in ten hangs up on a command that is done, which is then told as failed.
  tools: { shell: { enableInteractiveShell: false } },
  memory: { enableManagedAutoMemory: false, enableManagedAutoDream: false },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  general: { enableAutoUpdate: false },
});
