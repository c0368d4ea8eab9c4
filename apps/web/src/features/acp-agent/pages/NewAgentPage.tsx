import { Paper } from '@mantine/core';
import { acpPresets } from '@open-ace/contracts/acp-presets';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { emptyAgent } from '../agent-values.ts';
import { AgentForm } from '../components/AgentForm.tsx';
import { SecurityNote } from '../components/SecurityNote.tsx';
import { acpAgentPath, acpAgentsPage, jsonStart } from '../pages.ts';
import classes from './AgentPage.module.css';

export function NewAgentPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { start = '' } = useParams();
  const agents = useQuery(trpc.acpAgent.list.queryOptions());
  const preset = acpPresets.find(({ id }) => id === start);
  const title = preset ? t('acpAgent.addPreset', { name: preset.name }) : t('acpAgent.add');
  usePageTitle(title, t(acpAgentsPage.title));
  return (
    <>
      <PageHeader title={title} purpose={preset ? t('acpAgent.presetPurpose') : t('acpAgent.formPurpose')} />
      <SecurityNote />
      <Paper className={classes.panel}>
        <DrawerBody query={agents} errorTitle={t('acpAgent.loadFailed')}>
          {({ items }) => (
            <AgentForm
              key={start}
              agent={preset ?? emptyAgent}
              others={items.map(({ id }) => id)}
              isNew
              opensJson={start === jsonStart}
              cancelTo={acpAgentsPage.path}
              onSaved={(id) => void navigate(acpAgentPath(id))}
            />
          )}
        </DrawerBody>
      </Paper>
    </>
  );
}
