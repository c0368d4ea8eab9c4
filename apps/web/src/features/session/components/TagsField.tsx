import { TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Session } from '@open-ace/contracts/session';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { storeSession, useSessions } from '../use-sessions.ts';

const mostTags = 10;

/** The tags of a session; each is kept as soon as it is there. */
export function TagsField({ session, autoFocus }: { session: Session; autoFocus?: boolean }) {
  const { t } = useTranslation();
  const { sessions } = useSessions();
  const known = useMemo(() => [...new Set(sessions.flatMap(({ tags }) => tags))].toSorted(), [sessions]);
  const update = useMutation(
    trpc.session.update.mutationOptions({
      onSuccess: storeSession,
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  const shown = update.isPending ? (update.variables.tags ?? session.tags) : session.tags;
  const full = shown.length >= mostTags;
  return (
    <TagsInput
      size="xs"
      aria-label={t('session.tags')}
      placeholder={full ? undefined : t('session.addTag')}
      data={known}
      maxTags={mostTags}
      value={shown}
      {...(autoFocus && { 'data-autofocus': true })}
      onChange={(tags) => {
        const clean = tags.map((tag) => tag.trim().slice(0, 40)).filter((tag) => tag !== '');
        update.mutate({ sessionId: session.id, tags: [...new Set(clean)] });
      }}
    />
  );
}
