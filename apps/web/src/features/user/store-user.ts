import type { User } from '@open-ace/contracts/user';
import { queryClient, trpc } from '#lib/trpc.ts';

/** Shows a changed person everywhere: in the drawer at once, in lists and in one's own menu as soon as they have been asked for again. */
export function storeUser(user: User) {
  queryClient.setQueryData(trpc.user.get.queryKey({ userId: user.id }), user);
  void queryClient.invalidateQueries(trpc.user.list.pathFilter());
  void queryClient.invalidateQueries(trpc.auth.me.queryFilter());
}
