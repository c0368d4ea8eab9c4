import { Anchor, Group, Progress, Tabs, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import { IconFileDiff } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { LineChanges } from '#modules/diff/LineChanges.tsx';
import { Presence } from '#modules/machine/Presence.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { PlanSteps } from '#modules/transcript/Lines.tsx';
import { changedFiles, currentPlan } from '#modules/transcript/summaries.ts';
import type { Transcript } from '#modules/transcript/transcript.ts';
import { cacheShare } from '#modules/usage/figures.ts';
import { Ago } from '#ui/Ago.tsx';
import { Facts } from '#ui/Facts.tsx';
import { Figure } from '#ui/Figure.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { sessionPath } from '../pages.ts';
import { tokensOf } from '../session-usage.ts';
import { useSession } from '../use-sessions.ts';
import { HelpPanel } from './HelpPanel.tsx';
import classes from './SessionDetails.module.css';
import { TagsField } from './TagsField.tsx';

interface SessionDetailsProps {
  session: Session;
  machine: Machine | undefined;
  transcript: Transcript;
  /** Brings an item of the transcript into sight. */
  onShow: (key: string) => void;
}

export function SessionDetails({ session, machine, transcript, onShow }: SessionDetailsProps) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="details" keepMounted={false}>
      <Tabs.List className={classes.tabs}>
        <Tabs.Tab value="details">{t('session.details')}</Tabs.Tab>
        <Tabs.Tab value="help">{t('work.help')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="details">
        <SessionFacts session={session} machine={machine} />
        <Section title={t('session.tags')}>
          <TagsField session={session} />
        </Section>
        <Usage session={session} />
        <Context transcript={transcript} />
        <Files transcript={transcript} onShow={onShow} />
        <Plan transcript={transcript} />
      </Tabs.Panel>
      <Tabs.Panel value="help">
        <HelpPanel />
      </Tabs.Panel>
    </Tabs>
  );
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <Group justify="space-between" mb={8}>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text span size="xs" c="dimmed" className="tabular">
          {aside}
        </Text>
      </Group>
      {children}
    </section>
  );
}

function SessionFacts({ session, machine }: Pick<SessionDetailsProps, 'session' | 'machine'>) {
  const { t } = useTranslation();
  const facts = [
    { name: t('session.tool'), value: [toolName(session.tool, t), session.toolVersion].join(' ').trim() },
    { name: t('session.model'), value: session.model || t('session.ownModel') },
    { name: t('session.modeLabel'), value: t(`session.mode.${session.permissionMode}`) },
    {
      name: t('session.machine'),
      value: (
        <Group gap={8} component="span" display="inline-flex">
          {session.machine.name}
          {machine && machine.status !== 'online' && (
            <Text span inherit c="dimmed">
              <Presence status={machine.status} />
            </Text>
          )}
        </Group>
      ),
    },
    { name: t('session.folder'), value: session.cwd },
    { name: t('session.branch'), value: session.gitBranch || <Unknown reason={t('value.none')} /> },
    {
      name: t('session.started'),
      value: <Ago phrase date={session.createdAt} />,
    },
    ...(session.pausedAt === null ? [] : [{ name: t('session.pausedSince'), value: <Ago phrase date={session.pausedAt} /> }]),
    ...(session.forkedFromId === null ? [] : [{ name: t('session.forkedFrom'), value: <Origin sessionId={session.forkedFromId} /> }]),
  ];
  return (
    <Section title={t('session.one')}>
      <Facts facts={facts} />
    </Section>
  );
}

/** The session that this one began as a copy of; it may be gone by now. */
function Origin({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation();
  const { data, isError } = useSession(sessionId);
  if (isError) return <Unknown reason={t('session.originGone')} />;
  return (
    <Anchor component={Link} to={sessionPath(sessionId)} inherit underline="always">
      {data?.title ?? t('session.one')}
    </Anchor>
  );
}

/** From so much on the CLI will soon leave out the beginning, or sum it up. */
const nearlyFull = 0.85;

/** How much of its window the conversation fills, as the CLI told of it last. */
function Context({ transcript: { context } }: Pick<SessionDetailsProps, 'transcript'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (context === null) return null;
  const { usedTokens, windowTokens } = context;
  const share = windowTokens === null ? null : usedTokens / windowTokens;
  const exact = t('session.contextExact', {
    used: format.exact(usedTokens),
    window: windowTokens === null ? t('value.unknown') : format.exact(windowTokens),
  });
  return (
    <Section title={t('session.context')} aside={share !== null && format.percent(Math.min(1, share))}>
      {share !== null && (
        <Progress
          size={6}
          mb={6}
          value={Math.min(100, share * 100)}
          color={share >= nearlyFull ? 'var(--ace-severity-warning)' : 'accent'}
          aria-label={t('session.context')}
        />
      )}
      <Tooltip label={exact}>
        <Text span c="dimmed" className="tabular">
          {windowTokens === null
            ? t('session.contextUsed', { used: format.short(usedTokens) })
            : t('session.contextOf', { used: format.short(usedTokens), window: format.short(windowTokens) })}
        </Text>
      </Tooltip>
    </Section>
  );
}

function Usage({ session: { usage } }: { session: Session }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = cacheShare({ ...usage, failedRequests: 0, costUsd: 0, billedUsd: 0, unpricedRequests: 0 });
  const unit = t('session.tokens');
  const kinds = [
    { name: t('session.inputTokens'), value: usage.inputTokens },
    { name: t('session.outputTokens'), value: usage.outputTokens },
    { name: t('session.cacheReadTokens'), value: usage.cacheReadTokens },
    { name: t('session.cacheWriteTokens'), value: usage.cacheWriteTokens },
  ];
  return (
    <Section title={t('session.usage')} aside={t('session.requests', { count: usage.requests })}>
      <div className={classes.amounts}>
        <Amount label={t('session.tokensLabel')}>
          <Figure value={tokensOf(usage)} unit={unit} />
        </Amount>
        <Amount label={t('session.fromCache')}>
          {share === null ? (
            <Unknown reason={t('session.noRequestYet')} />
          ) : (
            <Tooltip label={t('session.fromCacheHelp')}>
              <span>{format.percent(share)}</span>
            </Tooltip>
          )}
        </Amount>
        <Amount label={t('session.cost')}>
          {usage.costUsd === null ? (
            <Unknown reason={t('session.noPrice')} />
          ) : (
            <Tooltip label={t('session.costHelp')}>
              <span>{format.usd(usage.costUsd)}</span>
            </Tooltip>
          )}
        </Amount>
      </div>
      <Facts facts={kinds.map(({ name, value }) => ({ name, value: <Figure value={value} unit={unit} /> }))} />
    </Section>
  );
}

function Amount({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} size="md" className="tabular">
        {children}
      </Text>
    </div>
  );
}

const mostFiles = 50;

function Files({ transcript, onShow }: Pick<SessionDetailsProps, 'transcript' | 'onShow'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const files = useMemo(() => changedFiles(transcript), [transcript]);
  return (
    <Section title={t('session.filesChanged')} aside={files.length > 0 && format.exact(files.length)}>
      {files.length === 0 && <Text c="dimmed">{t('session.noFileChanged')}</Text>}
      <ul className={classes.files}>
        {files.slice(0, mostFiles).map(({ path, added, removed, key }) => (
          <li key={path}>
            <UnstyledButton className={classes.file} title={path} onClick={() => onShow(key)}>
              <IconFileDiff size={14} aria-hidden />
              <span className={classes.path}>
                <bdi>{path}</bdi>
              </span>
              <LineChanges added={added} removed={removed} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {files.length > mostFiles && <Text c="dimmed">{t('session.moreFiles', { count: files.length - mostFiles })}</Text>}
    </Section>
  );
}

function Plan({ transcript }: Pick<SessionDetailsProps, 'transcript'>) {
  const { t } = useTranslation();
  const entries = useMemo(() => currentPlan(transcript), [transcript]);
  if (entries.length === 0) return null;
  const done = entries.filter(({ status }) => status === 'done').length;
  return (
    <Section title={t('transcript.plan')} aside={t('transcript.planProgress', { done, count: entries.length })}>
      <PlanSteps entries={entries} />
    </Section>
  );
}
