import { ActionIcon, Button, Group, Kbd, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconRepeat } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useMatch } from 'react-router';
import { failureText } from '#lib/errors.ts';
import { usePreferences } from '#lib/preferences.ts';
import { useNow } from '#lib/use-now.ts';
import { toolName } from '#modules/tool/tools.ts';
import { SearchField } from '#ui/SearchField.tsx';
import { newSessionPage, sessionPattern } from '../pages.ts';
import { groupSessions } from '../session-list.ts';
import { useSameAgain } from '../use-same-again.ts';
import { useSessions } from '../use-sessions.ts';
import classes from './SessionList.module.css';
import { SessionRow } from './SessionRow.tsx';

/** The left side of Work. */
export function SessionList() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  return (
    <>
      <div className={classes.head}>
        <Group gap={6} wrap="nowrap">
          <NewSessionButton />
          <SameAgainButton />
        </Group>
        <div className={classes.search}>
          <SearchField label={t('session.search')} value={search} onSearch={setSearch} />
        </div>
      </div>
      <Sessions search={search} />
    </>
  );
}

function NewSessionButton() {
  const { t } = useTranslation();
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  return (
    <Button
      component={Link}
      to={newSessionPage.path}
      className={classes.create}
      leftSection={<IconPlus size={15} />}
      rightSection={characters && <Kbd className={classes.key}>N</Kbd>}
      justify="space-between"
    >
      {t('session.new')}
    </Button>
  );
}

function SameAgainButton() {
  const { t } = useTranslation();
  const { last, again, pending } = useSameAgain();
  if (!last) return null;
  const folder = last.cwd.split(/[\\/]/).filter(Boolean).at(-1) ?? last.cwd;
  const label = t('session.sameAgain', { machine: last.machine.name, tool: toolName(last.tool, t), folder });
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={32} aria-label={label} loading={pending} onClick={again}>
        <IconRepeat size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Up and down go from row to row. */
function onRowKeys(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-session-link]')];
  const here = links.findIndex((link) => link.matches(':focus'));
  const next = links[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function Sessions({ search }: { search: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const currentId = useMatch(sessionPattern)?.params.sessionId;
  const { sessions, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useSessions(search);

  if (isPending) return <ListSkeleton />;
  if (error && sessions.length === 0) {
    return (
      <div className={classes.note} role="alert">
        <Text>{t('session.listFailed')}</Text>
        <Text c="dimmed" mb={8}>
          {failureText(error, t)}
        </Text>
        <Button variant="default" size="xs" onClick={() => void refetch()}>
          {t('action.tryAgain')}
        </Button>
      </div>
    );
  }
  if (sessions.length === 0)
    return <Text className={classes.note}>{search ? t('session.noMatch', { search }) : t('session.noneYet')}</Text>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the links inside
    <div className={classes.list} onKeyDown={onRowKeys}>
      {groupSessions(sessions, now).map(({ key, sessions: rows }) => (
        <section key={key} aria-label={t(`session.group.${key}`)}>
          <h2 className={classes.groupLabel}>
            {t(`session.group.${key}`)}
            {key === 'needs_you' && <span className={classes.waitingCount}>{rows.length}</span>}
          </h2>
          <ul className={classes.rows}>
            {rows.map((session) => (
              <SessionRow key={session.id} session={session} current={session.id === currentId} />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage && <More loading={isFetchingNextPage} onReached={() => void fetchNextPage()} />}
    </div>
  );
}

/** The end of what is loaded: coming into sight, it asks for more. */
function More({ loading, onReached }: { loading: boolean; onReached: () => void }) {
  const { t } = useTranslation();
  const mark = useRef<HTMLButtonElement>(null);
  const reached = useRef(onReached);
  reached.current = onReached;
  useEffect(() => {
    if (!mark.current || loading) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reached.current(), { rootMargin: '200px' });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <Button ref={mark} variant="subtle" color="gray" size="xs" fullWidth mt={4} loading={loading} onClick={onReached}>
      {t('action.loadMore')}
    </Button>
  );
}

function ListSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.list} role="status" aria-label={t('value.loading')}>
      {[70, 55, 82, 64, 75, 50].map((width) => (
        <div key={width} className={classes.skeleton}>
          <Skeleton h={10} w={`${width}%`} />
          <Skeleton h={8} w="40%" />
        </div>
      ))}
    </div>
  );
}
