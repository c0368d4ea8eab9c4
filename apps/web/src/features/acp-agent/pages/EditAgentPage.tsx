import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { AgentForm } from '../components/AgentForm.tsx';
import { AgentGone } from '../components/AgentGone.tsx';
import { SecurityNote } from '../components/SecurityNote.tsx';
import { acpAgentPath, acpAgentsPage } from '../pages.ts';
import { useAgent } from '../use-agent.ts';
import classes from './AgentPage.module.css';

export function EditAgentPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { agentId = '' } = useParams();
  const agent = useAgent(agentId);
  const title = t('acpAgent.editNamed', { name: agent.data?.name ?? agentId });
  usePageTitle(title, t(acpAgentsPage.title));
  return (
    <>
      <PageHeader title={title} purpose={t('acpAgent.editPurpose')} />
      <SecurityNote />
      <Paper className={classes.panel}>
        <DrawerBody query={agent} errorTitle={t('acpAgent.loadFailed')}>
          {(data) =>
            data ? (
              <AgentForm
                key={agentId}
                agent={data}
                others={[]}
                cancelTo={acpAgentPath(agentId)}
                onSaved={(id) => void navigate(acpAgentPath(id))}
              />
            ) : (
              <AgentGone agentId={agentId} />
            )
          }
        </DrawerBody>
      </Paper>
    </>
  );
}
