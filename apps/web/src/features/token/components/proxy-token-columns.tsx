import { Anchor, Text } from '@mantine/core';
import type { ProxyToken } from '@open-ace/contracts/gateway';
import type { TFunction } from 'i18next';
import { Link } from 'react-router';
import { machinesPath } from '#modules/machine/paths.ts';
import { sessionPath } from '#modules/session/paths.ts';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { scopeWords } from '../scope-words.ts';
import { Expiry } from './Expiry.tsx';
import { Never } from './Never.tsx';
import classes from './proxy-token-columns.module.css';
import { RevokeProxyToken } from './RevokeProxyToken.tsx';
import { TokenState } from './TokenState.tsx';

export function proxyTokenColumns(t: TFunction): Column<ProxyToken>[] {
  return [
    {
      key: 'session',
      header: t('proxyToken.session'),
      onPhone: 'title',
      cell: ({ session }) =>
        session ? (
          <Anchor component={Link} to={sessionPath(session.id)} inherit fw={500} className={classes.link} title={session.title}>
            {session.title}
          </Anchor>
        ) : (
          <Text span inherit c="dimmed">
            {t('proxyToken.goneSession')}
          </Text>
        ),
    },
    {
      key: 'person',
      header: t('token.person'),
      width: 'clamp(7.5rem, 12cqi, 10rem)',
      onPhone: 'detail',
      cell: ({ user }) => user?.displayName || <Unknown />,
    },
    {
      key: 'machine',
      header: t('proxyToken.machine'),
      width: 'clamp(6rem, 10cqi, 9rem)',
      hideBelow: 52,
      onPhone: 'detail',
      phoneCell: ({ machine }) => machine?.name ?? null,
      cell: ({ machine }) =>
        machine ? (
          <Anchor component={Link} to={`${machinesPath}/${machine.id}`} inherit c="var(--ace-text)" className={classes.link}>
            {machine.name}
          </Anchor>
        ) : (
          <Unknown />
        ),
    },
    { key: 'scopes', header: t('token.scopes'), width: '6.5rem', hideBelow: 64, cell: ({ scopes }) => scopeWords(scopes, t) },
    {
      key: 'created',
      header: t('token.created'),
      width: '5.5rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ createdAt }) => <Ago date={createdAt} />,
    },
    {
      key: 'lastUsed',
      header: t('token.lastUsed'),
      width: '6.5rem',
      align: 'end',
      hideBelow: 40,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Ago date={lastUsedAt} /> : <Never />),
    },
    {
      key: 'expires',
      header: t('token.expires'),
      width: '7rem',
      align: 'end',
      onPhone: 'detail',
      cell: (token) => <Expiry token={token} />,
    },
    { key: 'state', header: t('token.state'), width: '6.75rem', onPhone: 'end', cell: (token) => <TokenState token={token} /> },
    {
      key: 'revoke',
      header: t('token.actions'),
      width: '5.5rem',
      align: 'end',
      onPhone: 'end',
      cell: (token) => <RevokeProxyToken token={token} />,
    },
  ];
}
