import type { Environment } from '../config.ts';

const kept = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TERM', 'COLORTERM', 'TMPDIR', 'TMP', 'TEMP'],
  ...['SSH_AUTH_SOCK', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'],
  // Where the CLI keeps its own files: a session must find what the person's own sessions find.
  'CLAUDE_CONFIG_DIR',
  // Without these nothing runs on Windows.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA'],
  ...['PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'USERNAME'],
]);
const keptPrefixes = ['LC_', 'XDG_'];

/**
 * What of the agent's environment a CLI gets: a short list, for whatever else stands there (keys, the agent's own settings) is not
 * its business.
 */
export function cliEnvironment(environment: Environment, more: Record<string, string> = {}): Record<string, string> {
  const picked = Object.entries(environment).flatMap(([name, value]) => {
    const upper = name.toUpperCase();
    const isKept = kept.has(upper) || keptPrefixes.some((prefix) => upper.startsWith(prefix)) || (name === 'IS_SANDBOX' && value === '1');
    return isKept && value !== undefined ? [[name, value] as const] : [];
  });
  return { ...Object.fromEntries(picked), ...more };
}

/** The agent itself goes to the server without a proxy, so the gateway is reached the same way. */
export function directTo(host: string, environment: Environment): Record<string, string> {
  const known = environment.no_proxy ?? environment.NO_PROXY ?? '';
  const list = [...known.split(',').filter(Boolean), host].join(',');
  return { NO_PROXY: list, no_proxy: list };
}
