import { useMutation } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

/** Ends the sign-in and loads the page anew, so that nothing of this person stays in memory. */
export function useSignOut() {
  return useMutation(trpc.auth.logout.mutationOptions({ onSuccess: () => location.assign('/login') }));
}
