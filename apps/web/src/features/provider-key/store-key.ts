import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { queryClient, trpc } from '#lib/trpc.ts';

/** Shows a changed key everywhere: in the drawer at once, in lists as soon as they have been asked for again. */
export function storeKey(key: ProviderKey) {
  queryClient.setQueryData(trpc.providerKey.get.queryKey({ providerKeyId: key.id }), key);
  void queryClient.invalidateQueries(trpc.providerKey.list.pathFilter());
}

/** After something of a key changed that only the server knows, such as its test. */
export function reloadKey(providerKeyId: string) {
  void queryClient.invalidateQueries(trpc.providerKey.get.queryFilter({ providerKeyId }));
  void queryClient.invalidateQueries(trpc.providerKey.list.pathFilter());
}
