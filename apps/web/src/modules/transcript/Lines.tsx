import { Anchor, Loader, Text, UnstyledButton } from '@mantine/core';
import {
  IconAlertCircle,
  IconChevronRight,
  IconCircle,
  IconCircleCheckFilled,
  IconClockPause,
  IconCpu,
  IconFlag,
  IconInfoCircle,
  IconListCheck,
  IconPlayerPlay,
  type IconProps,
  IconShieldHalf,
  IconSquare,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { toolName } from '#modules/tool/tools.ts';
import { Elapsed, useCountdown } from './Elapsed.tsx';
import type { EndItem, ErrorItem, NoticeItem, PlanEntry, PlanItem, StartItem, TurnEndItem } from './items.ts';
import { knownFailure, spokenMessage } from './known-failure.ts';
import { ToolOutput } from './ToolOutput.tsx';
import classes from './Transcript.module.css';
import { TurnUsage } from './TurnUsage.tsx';
import { useFold, useTranscriptView } from './view.ts';

interface LineProps {
  icon: ComponentType<IconProps>;
  at: number;
  children: ReactNode;
}

/** Something that happened beside the conversation. */
function Line({ icon: Icon, at, children }: LineProps) {
  const format = useFormat();
  return (
    <div className={classes.aside} title={format.exactTime(at)}>
      <Icon size={14} aria-hidden />
      <span className={classes.asideText}>{children}</span>
    </div>
  );
}

export function ModelLine({ at, model }: { at: number; model: string }) {
  const { t } = useTranslation();
  return (
    <Line icon={IconCpu} at={at}>
      {t('transcript.modelChanged', { model })}
    </Line>
  );
}

export function ModeLine({ at, mode }: { at: number; mode: 'plan' | 'ask' | 'auto-edit' | 'full-auto' }) {
  const { t } = useTranslation();
  return (
    <Line icon={IconShieldHalf} at={at}>
      {t('transcript.modeChanged', { mode: t(`session.mode.${mode}`) })}
    </Line>
  );
}

export function StartLine({ item }: { item: StartItem }) {
  const { t } = useTranslation();
  const { tool } = useTranscriptView();
  const started = t('transcript.started', { tool: [toolName(tool, t), item.toolVersion].join(' ').trim() });
  return (
    <Line icon={IconPlayerPlay} at={item.at}>
      {started}
      {item.model !== '' && ` · ${item.model}`}
    </Line>
  );
}

export function TurnEndLine({ item }: { item: TurnEndItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const usage = useTranscriptView().turnUsage.get(item.turnSeq ?? -1);
  const took = item.durationMs === null ? '' : ` · ${format.elapsed(item.durationMs)}`;
  return (
    <Line icon={IconFlag} at={item.at}>
      {t(`transcript.turn.${item.outcome}`)}
      {took}
      {usage && (
        <>
          {' · '}
          <TurnUsage usage={usage} />
        </>
      )}
    </Line>
  );
}

export function NoticeLine({ item }: { item: NoticeItem }) {
  if (item.reason === 'retrying' && item.retryInMs !== null) return <RetryLine item={item} retryInMs={item.retryInMs} />;
  return (
    <Line icon={IconInfoCircle} at={item.at}>
      {item.text}
    </Line>
  );
}

function RetryLine({ item, retryInMs }: { item: NoticeItem; retryInMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = useCountdown(item.at + retryInMs, retryInMs);
  const waited = format.elapsed(retryInMs);
  return (
    <Line icon={IconClockPause} at={item.at}>
      {left === null
        ? t('transcript.retried', { waited })
        : t('transcript.retryIn', { left: format.duration(Math.ceil(left / 1000) * 1000) })}
      {item.text !== '' && <span className={classes.asideDetail}>{item.text}</span>}
    </Line>
  );
}

export function Working({ since }: { since: number }) {
  const { t } = useTranslation();
  const { tool } = useTranscriptView();
  return (
    <div className={classes.aside}>
      <Loader size={13} aria-hidden />
      <span className={classes.asideText}>
        {t('transcript.working', { tool: toolName(tool, t) })} · <Elapsed since={since} />
      </span>
    </div>
  );
}

interface TroubleProps {
  title: string;
  /** What happened and what to do, in our words. */
  advice?: ReactNode;
  /** What the machine or the provider said. */
  said: string;
  foldKey: string;
}

function Trouble({ title, advice, said, foldKey }: TroubleProps) {
  const { t } = useTranslation();
  const brief = said.length <= 300 && !said.trim().includes('\n');
  return (
    <article className={classes.trouble} aria-label={title}>
      <div className={classes.troubleHead}>
        <IconAlertCircle size={16} className={classes.troubleIcon} aria-hidden />
        <div className={classes.troubleBody}>
          <Text fw={600}>{title}</Text>
          {advice}
          {said.trim() !== '' && brief && (
            <Text c="dimmed" className={classes.said}>
              {said.trim()}
            </Text>
          )}
        </div>
      </div>
      {said.trim() !== '' && !brief && <ToolOutput foldKey={foldKey} text={said.trim()} label={t('transcript.saidLast')} />}
    </article>
  );
}

export function ErrorCard({ item }: { item: ErrorItem }) {
  const { t } = useTranslation();
  const { providerKeysPath } = useTranscriptView();
  const known = knownFailure(item.message);
  const said = spokenMessage(item.message);
  if (!known) return <Trouble title={t('transcript.error')} said={said} foldKey={item.key} />;
  const link = known === 'providerKey' && providerKeysPath !== null;
  return (
    <Trouble
      title={t(`transcript.failure.${known}`)}
      advice={
        <Text>
          {link || known !== 'providerKey' ? t(`transcript.failureAdvice.${known}`) : t('transcript.askAdmin')}{' '}
          {link && (
            <Anchor component={Link} to={providerKeysPath} inherit underline="always">
              {t('transcript.toProviderKeys')}
            </Anchor>
          )}
        </Text>
      }
      said={said}
      foldKey={item.key}
    />
  );
}

export function EndLine({ item }: { item: EndItem }) {
  const { t } = useTranslation();
  const { tool } = useTranscriptView();
  const names = { tool: toolName(tool, t) };
  if (item.reason === 'failed') {
    if (!item.ran) {
      const advice = <Text>{t('transcript.notStartedAdvice')}</Text>;
      return <Trouble title={t('transcript.notStarted', names)} advice={advice} said={item.message} foldKey={item.key} />;
    }
    const title = item.exitCode === null ? t('transcript.failed', names) : t('transcript.failedWith', { ...names, code: item.exitCode });
    return <Trouble title={title} advice={<Text>{t('transcript.failedAdvice')}</Text>} said={item.message} foldKey={item.key} />;
  }
  return (
    <Line icon={IconSquare} at={item.at}>
      {t(`transcript.ended.${item.reason}`, names)}
    </Line>
  );
}

function PlanMark({ status }: { status: PlanEntry['status'] }) {
  const { t } = useTranslation();
  if (status === 'active') return <Loader size={13} role="img" aria-label={t('transcript.planActive')} className={classes.planMark} />;
  const Icon = status === 'done' ? IconCircleCheckFilled : IconCircle;
  const label = status === 'done' ? t('transcript.planDone') : t('transcript.planOpen');
  return <Icon size={14} className={classes.planMark} data-status={status} role="img" aria-label={label} />;
}

export function PlanSteps({ entries }: { entries: readonly PlanEntry[] }) {
  return (
    <ul className={classes.plan}>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
        <li key={index} className={classes.planStep} data-status={entry.status}>
          <PlanMark status={entry.status} />
          <span>{entry.text}</span>
        </li>
      ))}
    </ul>
  );
}

/** One line as long as nobody wants to see the steps: the details panel has them all the time. */
export function PlanCard({ item: { key, entries } }: { item: PlanItem }) {
  const { t } = useTranslation();
  const done = entries.filter(({ status }) => status === 'done').length;
  const active = entries.find(({ status }) => status === 'active');
  const [open, toggle] = useFold(key, false);
  return (
    <article className={classes.card} aria-label={t('transcript.plan')}>
      <UnstyledButton className={classes.cardHead} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={14} className={classes.chevron} data-open={open || undefined} aria-hidden />
        <IconListCheck size={15} aria-hidden />
        <Text span inherit fw={500} className={classes.toolName}>
          {t('transcript.plan')}
        </Text>
        <span className={classes.planNow}>{active?.text ?? ''}</span>
        <span className={classes.outcome}>{t('transcript.planProgress', { done, count: entries.length })}</span>
      </UnstyledButton>
      {open && (
        <div className={classes.planBody}>
          <PlanSteps entries={entries} />
        </div>
      )}
    </article>
  );
}
