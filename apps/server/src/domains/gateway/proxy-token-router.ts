import { GetProxyToken, ListProxyTokens, ProxyToken, ProxyTokenPage } from '@open-ace/contracts/gateway';
import { admin, router } from '#platform/trpc';
import { listProxyTokens, revokeProxyToken } from './manage-proxy-tokens.ts';

export const proxyTokenRouter = router({
  list: admin()
    .input(ListProxyTokens)
    .output(ProxyTokenPage)
    .query(({ ctx, input }) => listProxyTokens(ctx, input)),
  revoke: admin({ audit: 'proxy_token.revoke' })
    .input(GetProxyToken)
    .output(ProxyToken)
    .mutation(({ ctx, input }) => revokeProxyToken(ctx, input)),
});
