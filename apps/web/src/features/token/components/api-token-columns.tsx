import { Text } from '@mantine/core';
import type { ApiToken } from '@open-ace/contracts/gateway';
import type { TFunction } from 'i18next';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { scopeWords } from '../scope-words.ts';
import { Expiry } from './Expiry.tsx';
import { Never } from './Never.tsx';
import { RevokeApiToken } from './RevokeApiToken.tsx';
import { TokenState } from './TokenState.tsx';

const person = (t: TFunction): Column<ApiToken> => ({
  key: 'person',
  header: t('token.person'),
  onPhone: 'detail',
  cell: ({ user }) => user.displayName || <Unknown />,
});

/** One's own, or everybody's with whose they are. */
export function apiTokenColumns(t: TFunction, everyones: boolean): Column<ApiToken>[] {
  return [
    {
      key: 'name',
      header: t('apiToken.name'),
      onPhone: 'title',
      cell: ({ name }) => (
        <Text span inherit fw={500} title={name}>
          {name}
        </Text>
      ),
    },
    ...(everyones ? [person(t)] : []),
    {
      key: 'hint',
      header: t('apiToken.hint'),
      width: '9.5rem',
      hideBelow: 52,
      cell: ({ hint }) => (
        <Text span inherit ff="monospace" size="xs">
          {hint}…
        </Text>
      ),
    },
    {
      key: 'scopes',
      header: t('token.scopes'),
      width: '9.5rem',
      hideBelow: 64,
      cell: ({ scopes }) => <span title={scopeWords(scopes, t)}>{scopeWords(scopes, t)}</span>,
    },
    {
      key: 'created',
      header: t('token.created'),
      width: '8.5rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ createdAt }) => <Ago date={createdAt} />,
    },
    {
      key: 'lastUsed',
      header: t('token.lastUsed'),
      width: '7rem',
      align: 'end',
      hideBelow: 40,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Ago date={lastUsedAt} /> : <Never />),
    },
    {
      key: 'expires',
      header: t('token.expires'),
      width: '8.5rem',
      align: 'end',
      onPhone: 'detail',
      cell: (token) => <Expiry warns token={token} />,
    },
    { key: 'state', header: t('token.state'), width: '7rem', onPhone: 'end', cell: (token) => <TokenState token={token} /> },
    {
      key: 'revoke',
      header: t('token.actions'),
      width: '6rem',
      align: 'end',
      onPhone: 'end',
      cell: (token) => <RevokeApiToken token={token} />,
    },
  ];
}
