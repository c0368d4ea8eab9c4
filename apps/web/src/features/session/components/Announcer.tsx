import type { Session } from '@open-ace/contracts/session';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';
import { openRequests } from '#modules/transcript/summaries.ts';
import type { Transcript } from '#modules/transcript/transcript.ts';

interface AnnouncerProps {
  session: Session;
  transcript: Transcript;
}

/** Says aloud what matters while one listens: words that stream in would drown everything else. */
export function Announcer({ session, transcript }: AnnouncerProps) {
  const { t } = useTranslation();
  const [request] = openRequests(transcript);
  const last = transcript.settled.at(-1);
  const tool = toolName(session.tool, t);
  const says = () => {
    if (request) return t('session.asksAloud', { tool, subject: request.subject });
    if (last?.kind === 'turn-end') return t(`transcript.turn.${last.outcome}`);
    if (last?.kind === 'error') return `${t('transcript.error')}: ${last.message}`;
    if (last?.kind === 'process-end')
      return last.reason === 'failed' ? t('transcript.failed', { tool }) : t(`transcript.ended.${last.reason}`, { tool });
    return '';
  };
  return (
    <div className="visuallyHidden" role="status">
      {says()}
    </div>
  );
}
