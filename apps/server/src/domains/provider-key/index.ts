import type {} from './events.ts';

export { auditedProviderKey } from './audited-provider-key.ts';
export { createKeyCabinet, type KeyCabinet, type KeyFailure, type UsableKey } from './key-cabinet.ts';
export { providerKeys } from './repository.ts';
export { rotateKeys } from './rotate-keys.ts';
export { createProviderKey, updateProviderKey } from './service.ts';
