import type { UsableKey } from '#domains/provider-key';
import type { Caller } from './authenticate.ts';

const credential = ({ provider, secret }: UsableKey): string[] => {
  if (provider === 'anthropic') return ['x-api-key', secret];
  return provider === 'google' ? ['x-goog-api-key', secret] : ['authorization', `Bearer ${secret}`];
};

/** Who calls, for a gateway of one's own behind this one; LiteLLM reads its own name for the end user. */
const attribution = ({ tenantId, userId, sessionId, machineId, projectId, tool }: Caller): string[] =>
  Object.entries({
    'x-openace-tenant': tenantId,
    'x-openace-user': userId,
    'x-openace-session': sessionId,
    'x-openace-machine': machineId,
    'x-openace-project': projectId,
    'x-openace-tool': tool,
    'x-litellm-end-user-id': userId,
  })
    .filter(([, value]) => value !== '')
    .flat();

/** The headers that a call goes out with by this key: name, value in turn. */
export const keyHeaders = (key: UsableKey, caller: Caller): string[] => [
  ...credential(key),
  ...(key.attribution ? attribution(caller) : []),
];
