import type { Session, SessionUpdate } from '@open-ace/contracts/session';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { PermissionItem, PlanEntry, ToolItem, TranscriptItem } from '#modules/transcript/items.ts';
import { pictureSource } from '#modules/transcript/Pictures.tsx';
import { plainOutput, shownToolName } from '#modules/transcript/tool-kind.ts';
import { advance, emptyTranscript } from '#modules/transcript/transcript.ts';

/** The title as systems of files take it. */
export function fileNameOf(title: string, extension: string): string {
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${name || 'session'}.${extension}`;
}

/** Every event as the server keeps it. */
export const jsonOf = (session: Session, events: readonly SessionUpdate[]): string => `${JSON.stringify({ session, events }, null, 2)}\n`;

/** A block of code, fenced by more backticks than stand in it. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

const inlineCode = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
const quoted = (text: string) => text.replace(/^/gm, '> ');

/** The conversation as a person reads it. */
export function markdownOf(session: Session, events: readonly SessionUpdate[], t: TFunction, format: Format): string {
  const tool = toolName(session.tool, t);
  const facts = [
    [t('session.tool'), [tool, session.toolVersion].join(' ').trim()],
    [t('session.model'), session.model],
    [t('session.machine'), session.machine.name],
    [t('session.folder'), inlineCode(session.cwd)],
    [t('session.branch'), session.gitBranch && inlineCode(session.gitBranch)],
    [t('session.started'), format.exactTime(session.createdAt)],
  ]
    .filter(([, value]) => value)
    .map(([name, value]) => `- ${name}: ${value}`);

  const { settled, queued } = advance(emptyTranscript, events);
  const parts: string[] = [];
  let author = '';
  const speak = (name: string, at: number, ...said: string[]) => {
    if (author !== name) parts.push(`## ${name} · ${format.exactTime(at)}`);
    author = name;
    parts.push(...said.filter((part) => part !== ''));
  };
  for (const item of [...settled, ...queued]) {
    if (item.kind === 'user') {
      author = '';
      speak(session.owner.displayName, item.at, item.text, ...item.images.map((image) => `![](${pictureSource(image)})`));
    } else speak(tool, item.at, ...agentParts(item, t, format, tool));
  }
  return `${[`# ${session.title}`, facts.join('\n'), ...parts].join('\n\n')}\n`;
}

function agentParts(item: Exclude<TranscriptItem, { kind: 'user' }>, t: TFunction, format: Format, tool: string): string[] {
  switch (item.kind) {
    case 'message':
      return [item.text];
    case 'thought':
      return [item.text.trim() === '' ? '' : quoted(`*${t('transcript.thought')}*\n\n${item.text}`)];
    case 'tool':
      return toolParts(item, t, format);
    case 'permission':
      return [decisionOf(item, t)];
    case 'plan':
      return [`**${t('transcript.plan')}**`, item.entries.map(planLine).join('\n')];
    case 'notice':
      return [item.text === '' ? '' : `*${item.text}*`];
    case 'error':
      return [`**${t('transcript.error')}**`, fenced(item.message)];
    case 'turn-end':
      return [
        `*${[t(`transcript.turn.${item.outcome}`), ...(item.durationMs === null ? [] : [format.elapsed(item.durationMs)])].join(' · ')}*`,
      ];
    case 'model':
      return [`*${t('transcript.modelChanged', { model: item.model })}*`];
    case 'mode':
      return [`*${t('transcript.modeChanged', { mode: t(`session.mode.${item.permissionMode}`) })}*`];
    case 'process-start':
      return [`*${t('transcript.started', { tool: [tool, item.toolVersion].join(' ').trim() })}*`];
    case 'process-end':
      return item.reason === 'failed'
        ? [`**${t('transcript.failed', { tool })}**`, item.message === '' ? '' : fenced(item.message)]
        : [`*${t(`transcript.ended.${item.reason}`, { tool })}*`];
  }
}

function toolParts(item: ToolItem, t: TFunction, format: Format): string[] {
  const name = shownToolName(item.name) || t('transcript.tool');
  const [line = '', ...more] = item.subject.split('\n');
  const exit = item.exitCode ? [t('transcript.exit', { code: item.exitCode })] : [];
  const took = item.durationMs === null ? [] : [format.elapsed(item.durationMs)];
  const head = [`**${name}**`, ...(line === '' ? [] : [inlineCode(line)])].join(' ');
  const output = plainOutput(item.output);
  return [
    `${head} · ${[t(`transcript.status.${item.status}`), ...exit, ...took].join(' · ')}`,
    more.length > 0 ? fenced(item.subject) : '',
    item.diff === '' ? '' : fenced(item.diff, 'diff'),
    item.diff !== '' && item.status === 'done' ? '' : output === '' ? '' : fenced(output),
    ...item.images.map((image) => `![](${pictureSource(image)})`),
  ];
}

function decisionOf({ decision, by, toolName: name, subject }: PermissionItem, t: TFunction): string {
  if (decision === null) return '';
  const said = by === '' ? t(`transcript.decided.${decision}`) : t(`transcript.decidedBy.${decision}`, { name: by });
  return `*${t('transcript.request')}: ${[shownToolName(name), subject.split('\n')[0]].filter(Boolean).join(' ')} (${said})*`;
}

const planLine = ({ text, status }: PlanEntry) => `- [${status === 'done' ? 'x' : ' '}] ${text}`;
