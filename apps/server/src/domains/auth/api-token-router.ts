import { ApiToken, ApiTokenPage, CreateApiToken, CreatedApiToken, GetApiToken, ListApiTokens } from '@open-ace/contracts/gateway';
import { router, signedIn } from '#platform/trpc';
import { createApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';

export const apiTokenRouter = router({
  create: signedIn({ audit: 'api_token.create' })
    .input(CreateApiToken)
    .output(CreatedApiToken)
    .mutation(({ ctx, input }) => createApiToken(ctx, input)),
  list: signedIn()
    .input(ListApiTokens)
    .output(ApiTokenPage)
    .query(({ ctx, input }) => listApiTokens(ctx, input)),
  revoke: signedIn({ audit: 'api_token.revoke' })
    .input(GetApiToken)
    .output(ApiToken)
    .mutation(({ ctx, input }) => revokeApiToken(ctx, input)),
});
