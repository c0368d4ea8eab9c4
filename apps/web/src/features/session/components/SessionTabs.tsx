import { ActionIcon, CloseButton, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useMatch, useNavigate } from 'react-router';
import { hasCode } from '#lib/errors.ts';
import { usePreferences } from '#lib/preferences.ts';
import { useMe } from '#modules/me/me.ts';
import { SessionStatusMark } from '#modules/session/SessionStatusMark.tsx';
import { neighbour, useOpenTabs } from '../open-tabs.ts';
import { newSessionPage, sessionPath, sessionPattern, switchedByKey, workPage } from '../pages.ts';
import { useSession } from '../use-sessions.ts';
import classes from './SessionTabs.module.css';

const none: string[] = [];

/** The open sessions over whatever page of Work is on show. */
export function SessionTabs() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const current = useMatch(sessionPattern)?.params.sessionId;
  const tabs = useOpenTabs((store) => store.tabs[me.id]) ?? none;
  const close = useOpenTabs((store) => store.close);
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);

  const closeTab = (sessionId: string, state?: typeof switchedByKey) => {
    const next = neighbour(tabs, sessionId);
    close(me.id, sessionId);
    if (sessionId === current) void navigate(next ? sessionPath(next) : workPage.path, { state });
  };
  const step = (by: number) => {
    const place = current ? tabs.indexOf(current) : -1;
    const next = tabs.at((place + by + tabs.length) % tabs.length);
    if (next) void navigate(sessionPath(next), { state: switchedByKey });
  };
  useHotkeys(
    characters
      ? [
          ['[', () => step(-1)],
          [']', () => step(1)],
          ['X', () => current && closeTab(current, switchedByKey)],
        ]
      : [],
  );

  if (tabs.length === 0) return null;
  return (
    <nav className={classes.bar} aria-label={t('session.tabs')} onKeyDown={onTabKeys}>
      <div className={classes.tabs}>
        {tabs.map((sessionId) => (
          <Tab key={sessionId} sessionId={sessionId} current={sessionId === current} onClose={() => closeTab(sessionId)} />
        ))}
      </div>
      <Tooltip label={t('session.new')}>
        <ActionIcon component={Link} to={newSessionPage.path} aria-label={t('session.new')} mx={4} my="auto">
          <IconPlus size={15} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

/** Left and right go from tab to tab. */
function onTabKeys(event: KeyboardEvent<HTMLElement>) {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (direction === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-tab]')];
  links[links.findIndex((link) => link.matches(':focus')) + direction]?.focus();
}

function Tab({ sessionId, current, onClose }: { sessionId: string; current: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const session = useSession(sessionId);
  const tab = useRef<HTMLDivElement>(null);
  const gone = hasCode(session.error, 'NOT_FOUND');
  const title = session.data?.title ?? t('session.one');

  // A session that is not there any more, or not ours, needs no tab.
  useEffect(() => {
    if (gone && !current) onClose();
  });
  useEffect(() => {
    if (current) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete') onClose();
  };
  const closeByWheel = (event: MouseEvent) => {
    if (event.button !== 1) return;
    event.preventDefault();
    onClose();
  };
  const status = session.data?.status;
  const tells = status === 'needs_you' || status === 'running' || status === 'starting' || status === 'error';
  return (
    <div ref={tab} className={classes.tab} data-current={current || undefined}>
      <Link
        to={sessionPath(sessionId)}
        data-tab
        className={classes.open}
        aria-current={current ? 'page' : undefined}
        title={title}
        onKeyDown={onKeyDown}
        onAuxClick={closeByWheel}
      >
        {status && tells && <SessionStatusMark status={status} size={13} />}
        <span className={classes.title}>{title}</span>
      </Link>
      <CloseButton size={24} iconSize={13} aria-label={t('session.closeTab', { title })} onClick={onClose} />
    </div>
  );
}
