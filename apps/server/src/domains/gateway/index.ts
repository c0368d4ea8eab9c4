export { anthropicMessages } from './anthropic/messages.ts';
export type { Caller } from './authenticate.ts';
export { createGateway, type GatewayTimes } from './gateway.ts';
export { estimateOrphans, sweepOrphans } from './orphans.ts';
export type { Protocol } from './protocol.ts';
export { issueProxyToken, revokeProxyTokens } from './proxy-tokens.ts';
export { Refusal } from './refusal.ts';
