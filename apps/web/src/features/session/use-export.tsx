import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Session, SessionUpdate } from '@open-ace/contracts/session';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { useFormat } from '#lib/use-format.ts';

function download(name: string, type: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // Not at once: the browser has yet to read it.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Writes the whole of a session into a file. It says how far it is, and can be told to stop. */
export function useExport(session: Session) {
  const { t } = useTranslation();
  const format = useFormat();
  return async (kind: 'markdown' | 'json') => {
    const stopping = new AbortController();
    const id = notifications.show({ loading: true, autoClose: false, withCloseButton: false, message: message(0) });
    function message(count: number) {
      return (
        <Group justify="space-between" wrap="nowrap">
          {t('session.exporting', { count })}
          <Button size="compact-xs" variant="default" onClick={() => stopping.abort()}>
            {t('action.cancel')}
          </Button>
        </Group>
      );
    }
    try {
      const [{ fileNameOf, jsonOf, markdownOf }, { readEvents }] = await Promise.all([
        import('./export-session.ts'),
        import('./read-events.ts'),
      ]);
      const events: SessionUpdate[] = [];
      await readEvents({
        sessionId: session.id,
        signal: stopping.signal,
        onPage: (page) => {
          events.push(...page);
          notifications.update({ id, message: message(events.length) });
        },
      });
      if (kind === 'json') download(fileNameOf(session.title, 'json'), 'application/json', jsonOf(session, events));
      else download(fileNameOf(session.title, 'md'), 'text/markdown', markdownOf(session, events, t, format));
    } catch (error) {
      if (!stopping.signal.aborted) notifications.show({ color: 'red', message: failureText(error, t) });
    } finally {
      notifications.hide(id);
    }
  };
}
