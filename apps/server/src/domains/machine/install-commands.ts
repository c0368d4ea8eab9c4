import type { Registration } from '@open-ace/contracts/machine';

/** The lines that install the agent and enrol a machine with this token, for a shell there and for PowerShell. */
export function installCommands(serverUrl: string, token: string): Registration['commands'] {
  const server = serverUrl.replace(/\/+$/, '');
  const shell = `curl -fsSL '${server}/agent/install.sh' | sh -s -- --token ${token}`;
  return { linux: shell, macos: shell, windows: `$env:OPENACE_REGISTRATION_TOKEN='${token}'; irm '${server}/agent/install.ps1' | iex` };
}
