import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { RowDrawer } from '#ui/RowDrawer.tsx';
import { acpAgentsPage } from '../pages.ts';
import { useAgent } from '../use-agent.ts';
import { AgentActions } from './AgentActions.tsx';
import { AgentFacts } from './AgentFacts.tsx';
import { AgentGone } from './AgentGone.tsx';
import { AgentMachines } from './AgentMachines.tsx';
import { AgentSurroundings } from './AgentSurroundings.tsx';

/** What is set of an agent, and where it was found. */
export function AgentDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { agentId = '' } = useParams();
  const agent = useAgent(agentId);
  const title = agent.data?.name ?? agentId;
  usePageTitle(title, t(acpAgentsPage.title));
  const close = () => void navigate({ pathname: acpAgentsPage.path, search }, { preventScrollReset: true });
  return (
    <RowDrawer title={title} actions={agent.data && <AgentActions agent={agent.data} onRemoved={close} />} onClose={close}>
      <DrawerBody query={agent} errorTitle={t('acpAgent.loadFailed')}>
        {(data) =>
          data ? (
            <>
              <AgentFacts agent={data} />
              <AgentMachines key={data.id} agent={data} />
              <AgentSurroundings agent={data} />
            </>
          ) : (
            <AgentGone agentId={agentId} />
          )
        }
      </DrawerBody>
    </RowDrawer>
  );
}
