export { issueProxyToken, revokeProxyTokens } from './proxy-tokens.ts';
