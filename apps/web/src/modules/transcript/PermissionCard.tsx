import { Button, Code, Group, Kbd, Text } from '@mantine/core';
import type { Decision } from '@open-ace/contracts/session';
import { IconHandStop } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { diffOf, parseDiff } from '#modules/diff/unified-diff.ts';
import { Markdown } from '#modules/markdown/Markdown.tsx';
import { altKey } from '#modules/shortcuts/keys.ts';
import { toolName } from '#modules/tool/tools.ts';
import { Ago } from '#ui/Ago.tsx';
import { AlwaysMenu } from './AlwaysMenu.tsx';
import { DecidedBy } from './DecidedBy.tsx';
import type { PermissionItem } from './items.ts';
import { useInSight } from './settling.ts';
import { DiffPart } from './ToolCard.tsx';
import { ToolOutput } from './ToolOutput.tsx';
import classes from './Transcript.module.css';
import { readRequest, shownToolName, toolKind } from './tool-kind.ts';
import { useTranscriptView } from './view.ts';

/** Something that the agent may do only if somebody lets it. Once that is decided, a line tells how and by whom. */
export function PermissionCard({ item }: { item: PermissionItem }) {
  return item.decision === null ? <OpenRequest item={item} /> : <DecidedRequest item={item} />;
}

/** For a request that was not about a tool call of this transcript. */
function DecidedRequest({ item }: { item: PermissionItem }) {
  const { t } = useTranslation();
  return (
    <article className={classes.card} aria-label={t('transcript.request')}>
      <div className={classes.cardHead} data-flat>
        <IconHandStop size={15} aria-hidden />
        <code className={classes.subject}>{item.subject.split('\n')[0] || shownToolName(item.toolName)}</code>
        <span className={classes.outcome}>
          <DecidedBy request={item} />
        </span>
      </div>
    </article>
  );
}

function OpenRequest({ item }: { item: PermissionItem }) {
  const { t } = useTranslation();
  const view = useTranscriptView();
  const kind = toolKind(item.toolName);
  const names = { tool: toolName(view.tool, t), name: shownToolName(item.toolName) };
  const asks =
    kind === 'command' || kind === 'edit' || kind === 'plan' ? t(`transcript.asks.${kind}`, names) : t('transcript.asks.other', names);
  return (
    <article className={classes.permission} aria-label={t('transcript.request')} data-permission={item.requestId}>
      <Group gap={8} wrap="nowrap" className={classes.permissionHead}>
        <IconHandStop size={16} className={classes.permissionIcon} aria-hidden />
        <Text span fw={600}>
          {asks}
        </Text>
        <Text span size="xs" c="dimmed" className={classes.waiting}>
          <Ago date={new Date(item.at).toISOString()} />
        </Text>
      </Group>
      <Wanted item={item} />
      {item.effect !== '' && <Text c="dimmed">{item.effect}</Text>}
      {item.rule !== '' && (
        <Text c="dimmed" className={classes.rule}>
          {t('transcript.rule')} <Code>{item.rule}</Code>
        </Text>
      )}
      {view.readOnly ? (
        <Text fw={500} mt={8}>
          {t('transcript.waitsFor', { name: view.person.name })}
        </Text>
      ) : (
        <Answers item={item} />
      )}
    </article>
  );
}

/** All of what is asked for, so that nobody allows what they have not seen. */
function Wanted({ item }: { item: PermissionItem }) {
  const { t } = useTranslation();
  const request = useMemo(() => readRequest(item.toolName, item.input), [item.toolName, item.input]);
  const files = useMemo(() => {
    if (request.kind !== 'edit') return [];
    return item.diff ? parseDiff(item.diff) : [diffOf(request.path, request.before, request.after)];
  }, [request, item.diff]);
  if (request.kind === 'edit') {
    return (
      <div className={classes.wantedDiff}>
        <div className={classes.wantedPath}>{request.path}</div>
        <DiffPart foldKey={item.key} files={files} columns={false} />
      </div>
    );
  }
  if (request.kind === 'text') {
    return (
      <div className={classes.wantedText}>
        <Markdown text={request.text} />
      </div>
    );
  }
  const command = request.kind === 'command' ? request.command : item.subject;
  return (
    <>
      {command !== '' && (
        <Code block className={classes.wanted}>
          {command}
        </Code>
      )}
      {request.kind === 'json' && !request.text.includes(JSON.stringify(item.subject)) && (
        <div className={classes.wantedDiff}>
          <ToolOutput foldKey={`${item.key}:input`} text={request.text} label={t('transcript.input')} />
        </div>
      )}
    </>
  );
}

function Answers({ item }: { item: PermissionItem }) {
  const { t } = useTranslation();
  const { answer, answering, keyedRequest, settling } = useTranscriptView();
  const buttons = useRef<HTMLDivElement>(null);
  const settled = useInSight(buttons, item.requestId);
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const keyed = characters && keyedRequest === item.requestId;
  const mine = answering?.requestId === item.requestId ? answering.decision : null;
  const button = (decision: Decision, key: string, variant: 'filled' | 'default') => (
    <Button
      variant={variant}
      rightSection={
        keyed && (
          <Kbd className={classes.answerKey} data-alt={`${altKey} `}>
            {key}
          </Kbd>
        )
      }
      loading={mine === decision}
      disabled={mine !== null && mine !== decision}
      aria-disabled={!settled || undefined}
      onClick={() => answer(item.requestId, decision)}
    >
      {t(`transcript.answer.${decision}`)}
    </Button>
  );
  return (
    <>
      <Group ref={buttons} gap={8} className={classes.answers} data-three={item.rule !== '' || undefined}>
        {button('allow_once', 'Y', 'filled')}
        {item.rule !== '' && (
          <Button.Group className={classes.always}>
            {button('allow_always', 'A', 'default')}
            <AlwaysMenu item={item} settled={settled} disabled={mine !== null} />
          </Button.Group>
        )}
        {button('deny', 'D', 'default')}
      </Group>
      <div role="status">
        {settling.hasty === item.requestId && mine === null && (
          <Text size="xs" mt={6}>
            {t('transcript.tooSoon')}
          </Text>
        )}
      </div>
    </>
  );
}
