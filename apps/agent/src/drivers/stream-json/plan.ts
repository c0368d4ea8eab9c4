import type { SessionEvent } from '@open-ace/contracts/session-events';
import { shortened } from '../../text.ts';
import { type Fields, fields, list, text } from './fields.ts';

type Plan = Extract<SessionEvent, { type: 'plan' }>;
type Status = Plan['entries'][number]['status'];

const mostEntries = 200;
const statuses: Record<string, Status> = { pending: 'open', in_progress: 'active', completed: 'done' };

/** The plan of a list of tasks. */
export function planOfTodos(input: Fields): Plan {
  const entries = list(input.todos).map(fields);
  return {
    type: 'plan',
    entries: entries.slice(0, mostEntries).map(({ content, status }) => ({
      text: shortened(text(content), 2000),
      status: statuses[text(status)] ?? 'open',
    })),
  };
}

/** The plan of a text, an entry a line of it. */
export function planOfText(plan: string): Plan {
  const lines = plan.split('\n').filter((line) => line.trim() !== '');
  return { type: 'plan', entries: lines.slice(0, mostEntries).map((line) => ({ text: shortened(line.trimEnd(), 2000), status: 'open' })) };
}
