import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';

/** Something lies over the page; closed lists of choices stay in it unseen. */
const isCovered = () =>
  [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].some((element) => element.checkVisibility());

/** Ends the turn that runs, by its button or by Esc; what lies over the page takes the key first. */
export function useInterrupt(sessionId: string, possible: boolean) {
  const { t } = useTranslation();
  const mutation = useMutation(
    trpc.session.interrupt.mutationOptions({
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  const run = () => {
    if (possible && !mutation.isPending) mutation.mutate({ sessionId });
  };
  useHotkeys(
    [['Escape', (event) => !event.defaultPrevented && !event.isComposing && !isCovered() && run(), { preventDefault: false }]],
    [],
  );
  return { possible, pending: mutation.isPending, run };
}
