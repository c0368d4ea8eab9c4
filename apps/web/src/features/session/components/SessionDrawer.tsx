import type { Session } from '@open-ace/contracts/session';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { useFormat } from '#lib/use-format.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { Ago } from '#ui/Ago.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { Figure } from '#ui/Figure.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { sessionsPage } from '../pages.ts';
import { tokensOf } from '../session-usage.ts';
import { useSession } from '../use-sessions.ts';
import { LiveOutput } from './LiveOutput.tsx';
import { SessionControls } from './SessionControls.tsx';
import classes from './SessionDrawer.module.css';
import { SessionState } from './SessionState.tsx';
import { SessionCost } from './session-columns.tsx';

/** Whose session it is and what it does right now, without taking part in it. */
export function SessionDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { sessionId = '' } = useParams();
  const session = useSession(sessionId);
  const title = session.data?.title ?? t('session.one');
  usePageTitle(title, t(sessionsPage.title));
  return (
    <RowDrawer
      title={title}
      status={session.data && <SessionState status={session.data.status} />}
      footer={session.data && <SessionControls key={sessionId} session={session.data} />}
      onClose={() => void navigate({ pathname: sessionsPage.path, search }, { preventScrollReset: true })}
    >
      <DrawerBody query={session} errorTitle={t('session.loadFailed')}>
        {(data) => (
          <div className={classes.body}>
            <SessionFacts session={data} />
            <LiveOutput key={data.id} session={data} />
          </div>
        )}
      </DrawerBody>
    </RowDrawer>
  );
}

function SessionFacts({ session }: { session: Session }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { owner, tool, toolVersion, machine, cwd, gitBranch, model, permissionMode, usage, error } = session;
  const facts = [
    { name: t('sessions.person'), value: owner.displayName || <Unknown /> },
    { name: t('session.tool'), value: <ToolLabel tool={tool} detail={toolVersion} /> },
    { name: t('session.machine'), value: machine.name || <Unknown /> },
    { name: t('session.folder'), value: cwd },
    ...(gitBranch === '' ? [] : [{ name: t('session.branch'), value: gitBranch }]),
    { name: t('session.model'), value: model || t('session.ownModel') },
    { name: t('session.modeLabel'), value: t(`session.mode.${permissionMode}`) },
    { name: t('session.started'), value: <Ago phrase date={session.createdAt} /> },
    { name: t('sessions.lastActivity'), value: <Ago phrase date={session.lastActivityAt} /> },
    ...(session.pausedAt === null ? [] : [{ name: t('session.pausedSince'), value: <Ago phrase date={session.pausedAt} /> }]),
    {
      name: t('session.tokensLabel'),
      value: (
        <>
          <Figure value={tokensOf(usage)} unit={t('session.tokens')} /> · {t('session.requests', { count: usage.requests })}
        </>
      ),
    },
    { name: t('session.cost'), value: <SessionCost session={session} t={t} format={format} /> },
    ...(error === null ? [] : [{ name: t('session.status.error'), value: error }]),
  ];
  return (
    <DrawerSection title={t('session.details')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}
