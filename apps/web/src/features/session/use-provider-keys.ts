import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';

/** The providers' keys; undefined while they are not known, and for those who may not see them. */
export function useProviderKeys(): readonly ProviderKey[] | undefined {
  const mayManage = useMay()('admin_access');
  return useQuery(trpc.providerKey.list.queryOptions({ limit: 200 }, { enabled: mayManage })).data?.items;
}
