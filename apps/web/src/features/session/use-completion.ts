import { useDebouncedValue } from '@mantine/hooks';
import type { SlashCommand } from '@open-ace/contracts/session-events';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '#lib/trpc.ts';
import { type Completable, completableAt, matchingCommands } from './completion.ts';

/** So that a machine is asked for a word, not for each of its letters; milliseconds. */
const typingPause = 150;

export interface Choice {
  /** What is put into the message. */
  insert: string;
  name: string;
  detail: string;
  folder: boolean;
}

export interface Completion {
  completable: Completable | null;
  choices: readonly Choice[];
  state: 'ready' | 'searching' | 'failed' | 'offline';
  active: number;
  activate: (index: number) => void;
  /** Until something else is typed. */
  dismiss: () => void;
}

interface CompletionOptions {
  sessionId: string;
  text: string;
  /** Where the caret stands; null while something is selected, or the field is left. */
  caret: number | null;
  commands: readonly SlashCommand[];
  offline: boolean;
}

const commandChoice = ({ name, description, hint }: SlashCommand): Choice => ({
  insert: `/${name}`,
  name: `/${name}${hint === '' ? '' : ` ${hint}`}`,
  detail: description,
  folder: false,
});

/** What could stand where one types: files of the session's folder after `@`, commands of the CLI after `/`. */
export function useCompletion({ sessionId, text, caret, commands, offline }: CompletionOptions): Completion {
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [chosen, setChosen] = useState({ of: '', index: 0 });
  const found = caret === null ? null : completableAt(text, caret);
  const typed = found ? `${found.kind}:${found.from}:${found.query}` : '';
  const completable = typed === dismissed || (found?.kind === 'command' && commands.length === 0) ? null : found;
  const files = useFiles(sessionId, completable?.kind === 'file' ? completable.query : null, offline);
  const choices = completable?.kind === 'command' ? matchingCommands(commands, completable.query).map(commandChoice) : files.choices;
  return {
    completable,
    choices: completable ? choices : [],
    state: completable?.kind === 'file' ? files.state : 'ready',
    active: chosen.of === typed ? Math.min(chosen.index, choices.length - 1) : 0,
    activate: (index) => setChosen({ of: typed, index: (index + choices.length) % Math.max(1, choices.length) }),
    dismiss: () => setDismissed(typed),
  };
}

function useFiles(sessionId: string, query: string | null, offline: boolean): Pick<Completion, 'choices' | 'state'> {
  const [wanted] = useDebouncedValue(query, typingPause);
  const { data, isFetching, isError } = useQuery(
    trpc.session.findFiles.queryOptions(
      { sessionId, query: (wanted ?? '').slice(0, 200) },
      { enabled: wanted !== null && query !== null && !offline, retry: false, staleTime: 10_000, placeholderData: keepPreviousData },
    ),
  );
  if (offline) return { choices: [], state: 'offline' };
  if (isError) return { choices: [], state: 'failed' };
  const choices = (data?.items ?? []).map(({ path, folder }) => ({
    insert: `@${path}${folder ? '/' : ''}`,
    name: path,
    detail: '',
    folder,
  }));
  return { choices, state: data && !isFetching ? 'ready' : choices.length > 0 ? 'ready' : 'searching' };
}
