import type {} from './events.ts';

export { createKeyCabinet, type KeyCabinet, type UsableKey } from './key-cabinet.ts';
