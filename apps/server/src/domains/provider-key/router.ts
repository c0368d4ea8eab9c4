import {
  CreateProviderKey,
  GetProviderKey,
  ListProviderKeys,
  ProviderKey,
  ProviderKeyPage,
  ProviderKeyTest,
  UpdateProviderKey,
} from '@open-ace/contracts/provider-key';
import { admin, router } from '#platform/trpc';
import { createProviderKey, deleteProviderKey, getProviderKey, listProviderKeys, updateProviderKey } from './service.ts';
import { testProviderKey } from './test-key.ts';

export const providerKeyRouter = router({
  create: admin({ audit: 'provider_key.create' })
    .input(CreateProviderKey)
    .output(ProviderKey)
    .mutation(({ ctx, input }) => createProviderKey(ctx, input)),
  delete: admin({ audit: 'provider_key.delete' })
    .input(GetProviderKey)
    .output(ProviderKey)
    .mutation(({ ctx, input }) => deleteProviderKey(ctx, input)),
  get: admin()
    .input(GetProviderKey)
    .output(ProviderKey)
    .query(({ ctx, input }) => getProviderKey(ctx, input)),
  list: admin()
    .input(ListProviderKeys)
    .output(ProviderKeyPage)
    .query(({ ctx, input }) => listProviderKeys(ctx, input)),
  test: admin({ audit: 'provider_key.test' })
    .input(GetProviderKey)
    .output(ProviderKeyTest)
    .mutation(({ ctx, input }) => testProviderKey(ctx, input)),
  update: admin({ audit: 'provider_key.update' })
    .input(UpdateProviderKey)
    .output(ProviderKey)
    .mutation(({ ctx, input }) => updateProviderKey(ctx, input)),
});
