import { Badge, Modal, Text } from '@mantine/core';
import { acpPresets } from '@open-ace/contracts/acp-presets';
import { IconBraces, IconChevronRight, IconTerminal2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { acpAgentPath, acpAgentsPage, jsonStart, ownStart, startPath } from '../pages.ts';
import classes from './AddAgentDialog.module.css';

/** What the form is to begin with: an agent that is known, an own one, or a definition from elsewhere. */
export function AddAgentDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const added = useQuery(trpc.acpAgent.list.queryOptions()).data?.items ?? [];
  usePageTitle(t('acpAgent.add'), t(acpAgentsPage.title));
  return (
    <Modal
      opened
      size={560}
      title={t('acpAgent.add')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={() => void navigate({ pathname: acpAgentsPage.path, search }, { preventScrollReset: true })}
    >
      <ul className={classes.choices} aria-label={t('acpAgent.beginWith')}>
        {acpPresets.map((preset) => {
          const isAdded = added.some(({ id }) => id === preset.id);
          return (
            <Choice
              key={preset.id}
              to={isAdded ? acpAgentPath(preset.id) : startPath(preset.id)}
              mark={<ToolMark tool={preset.id} />}
              title={preset.name}
              help={t('acpAgent.presetHelp', { program: preset.program, door: t(`acpAgent.door.${preset.vendor}`) })}
              {...(isAdded && { badge: t('acpAgent.addedAlready') })}
            />
          );
        })}
        <Choice
          to={startPath(ownStart)}
          mark={<IconTerminal2 size={18} aria-hidden />}
          title={t('acpAgent.ownAgent')}
          help={t('acpAgent.ownAgentHelp')}
        />
        <Choice
          to={startPath(jsonStart)}
          mark={<IconBraces size={18} aria-hidden />}
          title={t('acpAgent.fromJson')}
          help={t('acpAgent.fromJsonHelp')}
        />
      </ul>
    </Modal>
  );
}

interface ChoiceProps {
  to: string;
  mark: ReactNode;
  title: string;
  help: string;
  badge?: string;
}

function Choice({ to, mark, title, help, badge }: ChoiceProps) {
  return (
    <li className={classes.choice}>
      <Link to={to} data-autofocus className={classes.link}>
        <span className={classes.mark}>{mark}</span>
        <span className={classes.words}>
          <Text span fw={500}>
            {title}
          </Text>
          <Text span c="dimmed" size="xs">
            {help}
          </Text>
        </span>
        {badge && <Badge>{badge}</Badge>}
        <IconChevronRight size={16} className={classes.chevron} aria-hidden />
      </Link>
    </li>
  );
}
