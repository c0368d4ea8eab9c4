import { join } from 'node:path';
import type { Environment } from '../../config.ts';
import { cliEnvironment, directTo } from '../cli-environment.ts';
import type { SessionStart } from '../driver.ts';

/** Where Qwen Code keeps its settings, and where what it writes at work: conversations among it. */
export function qwenHome(environment: Environment, home: string): { settings: string; runtime: string } {
  const settings = environment.QWEN_HOME || join(home, '.qwen');
  return { settings, runtime: environment.QWEN_RUNTIME_DIR || settings };
}

/**
 * `.env` files and settings give only variables that are not there yet or are empty, so whatever one of them must not decide is there,
 * with something in it.
 */
export function qwenEnvironment(start: SessionStart, settingsPath: string, environment: Environment, home: string): Record<string, string> {
  const { settings, runtime } = qwenHome(environment, home);
  return cliEnvironment(environment, {
    ...directTo(new URL(start.gateway.url).hostname, environment),
    OPENAI_BASE_URL: `${start.gateway.url}/v1`,
    // The token is in the settings, where nothing that Qwen Code starts can find it; this only holds the place.
    OPENAI_API_KEY: 'none',
    QWEN_CODE_SYSTEM_SETTINGS_PATH: settingsPath,
    QWEN_HOME: settings,
    QWEN_RUNTIME_DIR: runtime,
    QWEN_TELEMETRY_ENABLED: 'false',
    QWEN_TLS_INSECURE: 'false',
    NODE_TLS_REJECT_UNAUTHORIZED: '1',
    // A process less: it would start itself anew to have more memory.
    QWEN_CODE_NO_RELAUNCH: 'true',
  });
}
