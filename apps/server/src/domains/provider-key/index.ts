import type {} from './events.ts';

export { auditedProviderKey } from './audited-provider-key.ts';
export { createKeyCabinet, type KeyCabinet, type UsableKey } from './key-cabinet.ts';
export { providerKeys } from './repository.ts';
export { createProviderKey, updateProviderKey } from './service.ts';
