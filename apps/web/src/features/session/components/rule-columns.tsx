import { Anchor } from '@mantine/core';
import type { PermissionRule } from '@open-ace/contracts/session';
import type { TFunction } from 'i18next';
import { Link } from 'react-router';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { sessionPath } from '../pages.ts';
import { RevokeRule } from './RevokeRule.tsx';

/** In which session, folder or machine it holds. */
function Reach({ rule: { scope, session, cwd, machine } }: { rule: PermissionRule }) {
  if (scope === 'session' && session) {
    return (
      <Anchor component={Link} to={sessionPath(session.id)} inherit title={session.title}>
        {session.title}
      </Anchor>
    );
  }
  const place = scope === 'project' ? `${machine.name}: ${cwd}` : machine.name;
  return <span title={place}>{place}</span>;
}

export const ruleColumns = (t: TFunction): Column<PermissionRule>[] => [
  { key: 'rule', header: t('rule.rule'), onPhone: 'title', cell: ({ rule }) => <code title={rule}>{rule}</code> },
  {
    key: 'scope',
    header: t('rule.scope'),
    width: '9rem',
    onPhone: 'detail',
    phoneCell: (rule) => (
      <>
        {t(`transcript.always.${rule.scope}`)} · <Reach rule={rule} />
      </>
    ),
    cell: ({ scope }) => t(`transcript.always.${scope}`),
  },
  { key: 'reach', header: t('rule.reach'), hideBelow: 40, cell: (rule) => <Reach rule={rule} /> },
  { key: 'tool', header: t('session.tool'), width: '9rem', hideBelow: 52, cell: ({ tool }) => <ToolLabel tool={tool} /> },
  {
    key: 'created',
    header: t('rule.since'),
    width: '7.5rem',
    align: 'end',
    hideBelow: 52,
    cell: ({ createdAt }) => <Ago date={createdAt} />,
  },
  { key: 'revoke', header: '', width: '6.5rem', align: 'end', onPhone: 'end', cell: (rule) => <RevokeRule rule={rule} /> },
];
