import { ActionIcon, Loader, Text, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconChevronRight,
  IconCircleCheckFilled,
  IconCircleOff,
  IconCircleXFilled,
  IconColumns2,
  IconFileText,
  IconHandStop,
  IconLayoutRows,
  IconListCheck,
  IconPencil,
  type IconProps,
  IconRobot,
  IconSearch,
  IconTerminal2,
  IconTool,
  IconWorld,
} from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { useFormat } from '#lib/use-format.ts';
import { DiffView } from '#modules/diff/DiffView.tsx';
import { LineChanges } from '#modules/diff/LineChanges.tsx';
import { diffOf, type FileDiff, parseDiff } from '#modules/diff/unified-diff.ts';
import { DecidedBy } from './DecidedBy.tsx';
import { Elapsed } from './Elapsed.tsx';
import { useLineLimit } from './Folded.tsx';
import type { PermissionItem, ToolItem } from './items.ts';
import { Pictures } from './Pictures.tsx';
import { ToolOutput } from './ToolOutput.tsx';
import classes from './Transcript.module.css';
import { plainOutput, readRequest, shownSubject, shownToolName, type ToolKind, toolKind } from './tool-kind.ts';
import { useFold, useTranscriptView } from './view.ts';

const toolIcons: Record<ToolKind, ComponentType<IconProps>> = {
  command: IconTerminal2,
  edit: IconPencil,
  read: IconFileText,
  search: IconSearch,
  web: IconWorld,
  agent: IconRobot,
  plan: IconListCheck,
  other: IconTool,
};

/** What an edit changed, or will change where it is not known yet. */
function useFileDiffs({ name, input, diff, status }: Pick<ToolItem, 'name' | 'input' | 'diff' | 'status'>): FileDiff[] {
  return useMemo(() => {
    if (diff !== '') return parseDiff(diff);
    const request = status === 'running' || status === 'done' ? readRequest(name, input) : null;
    return request?.kind === 'edit' ? [diffOf(request.path, request.before, request.after)] : [];
  }, [name, input, diff, status]);
}

interface ToolCardProps {
  item: ToolItem;
  /** Somebody was asked whether it may run, and has decided. */
  request: PermissionItem | null;
}

export function ToolCard({ item, request }: ToolCardProps) {
  const { t } = useTranslation();
  const kind = toolKind(item.name, item.told);
  const output = useMemo(() => plainOutput(item.output), [item.output]);
  const files = useFileDiffs(item);
  const showsDiff = files.length > 0;
  const input = useMemo(() => detailOf(item), [item]);
  // Then the output is what the tool was told instead.
  const neverRan = item.status === 'cancelled' || item.status === 'denied';
  const failed = item.status === 'failed' || (item.exitCode ?? 0) !== 0;
  const [open, toggle] = useFold(item.key, showsDiff || failed || item.images.length > 0 || (kind === 'command' && output !== ''));
  const hasBody = showsDiff || output !== '' || input !== '' || item.images.length > 0;
  const name = shownToolName(item.name) || t('transcript.tool');
  const Icon = toolIcons[kind];
  const { wide, folder } = useTranscriptView();
  const columns = usePreferences(({ layout }) => layout.sideBySide) && wide;

  const head = (
    <>
      <IconChevronRight size={14} className={classes.chevron} data-open={(hasBody && open) || undefined} aria-hidden />
      <Icon size={15} aria-hidden />
      <Text span inherit fw={500} className={classes.toolName}>
        {name}
      </Text>
      <code className={classes.subject}>{shownSubject(item.name, item.subject, folder)}</code>
      <span className={classes.outcome}>
        {showsDiff && <LineChanges added={sum(files, 'added')} removed={sum(files, 'removed')} />}
        {request && <DecidedBy request={request} />}
        <Took item={item} />
        <Outcome item={item} />
      </span>
    </>
  );

  return (
    <article className={classes.card} aria-label={`${name} ${item.subject.slice(0, 200)}`}>
      <div className={classes.cardHeadRow}>
        {hasBody ? (
          <UnstyledButton className={classes.cardHead} aria-expanded={open} onClick={toggle}>
            {head}
          </UnstyledButton>
        ) : (
          <div className={classes.cardHead} data-flat>
            {head}
          </div>
        )}
        {showsDiff && open && wide && <ColumnsToggle />}
      </div>
      {open && hasBody && (
        <>
          {input !== '' && <ToolOutput foldKey={`${item.key}:input`} text={input} label={t('transcript.input')} limit={6} />}
          {showsDiff && <DiffPart foldKey={item.key} files={files} columns={columns} />}
          {output !== '' && !(showsDiff && !failed) && (
            <ToolOutput foldKey={item.key} text={output} label={t('transcript.output')} prose={neverRan} />
          )}
          {item.images.length > 0 && (
            <div className={classes.toolPictures}>
              <Pictures images={item.images} />
            </div>
          )}
        </>
      )}
    </article>
  );
}

/** The input where the head does not say all of it. */
function detailOf({ name, input, subject }: ToolItem): string {
  const request = readRequest(name, input);
  if (request.kind === 'command') return request.command.trim() === subject.trim() && !subject.includes('\n') ? '' : request.command;
  if (request.kind === 'json') return isSaidBy(subject, request.text) ? '' : request.text;
  return request.kind === 'text' ? request.text : '';
}

/** One property that the subject repeats needs no second showing. */
function isSaidBy(subject: string, json: string): boolean {
  return subject !== '' && json.split('\n').length <= 3 && json.includes(JSON.stringify(subject).slice(1, -1));
}

const sum = (files: readonly FileDiff[], side: 'added' | 'removed') => files.reduce((total, file) => total + file[side], 0);

function ColumnsToggle() {
  const { t } = useTranslation();
  const { layout, setLayout } = usePreferences();
  const label = layout.sideBySide ? t('transcript.unified') : t('transcript.sideBySide');
  const Icon = layout.sideBySide ? IconLayoutRows : IconColumns2;
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} className={classes.columns} onClick={() => setLayout({ sideBySide: !layout.sideBySide })}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

interface DiffPartProps {
  foldKey: string;
  files: readonly FileDiff[];
  columns: boolean;
}

export function DiffPart({ foldKey, files, columns }: DiffPartProps) {
  const count = files.reduce((lines, file) => lines + file.hunks.reduce((total, hunk) => total + hunk.lines.length, 0), 0);
  const { most, button } = useLineLimit(`${foldKey}:diff`, count, 30);
  return (
    <>
      <DiffView files={files} columns={columns} most={most} />
      {button}
    </>
  );
}

function Took({ item }: { item: ToolItem }) {
  const format = useFormat();
  if (item.status === 'running') return <Elapsed since={item.at} />;
  if (item.durationMs === null || item.durationMs < 50) return null;
  return <span className="tabular">{format.elapsed(item.durationMs)}</span>;
}

function Outcome({ item: { status, exitCode } }: { item: ToolItem }) {
  const { t } = useTranslation();
  const exited = exitCode !== null && exitCode !== 0;
  if (status === 'running') {
    return (
      <Result tone="running" icon={<Loader size={12} aria-hidden />}>
        {t('transcript.status.running')}
      </Result>
    );
  }
  if (status === 'denied' || status === 'cancelled') {
    const Icon = status === 'denied' ? IconHandStop : IconCircleOff;
    return (
      <Result tone="quiet" icon={<Icon size={14} aria-hidden />}>
        {t(`transcript.status.${status}`)}
      </Result>
    );
  }
  if (status === 'failed' || exited) {
    return (
      <Result tone="bad" icon={<IconCircleXFilled size={14} aria-hidden />}>
        {exited ? t('transcript.exit', { code: exitCode }) : t('transcript.status.failed')}
      </Result>
    );
  }
  return (
    <Result tone="good" icon={<IconCircleCheckFilled size={14} aria-hidden />}>
      {t('transcript.status.done')}
    </Result>
  );
}

function Result({ tone, icon, children }: { tone: 'good' | 'bad' | 'quiet' | 'running'; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.result} data-tone={tone}>
      {icon}
      <span className={classes.resultWord}>{children}</span>
    </span>
  );
}
