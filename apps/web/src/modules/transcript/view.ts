import type { Decision, RuleScope, SessionUsage } from '@open-ace/contracts/session';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { Folds } from './folds.ts';
import type { UserItem } from './items.ts';
import type { Settling } from './settling.ts';

/** What a reader did to a transcript; kept while the session is open, so that scrolled-out rows and other tabs come back as they were. */
export interface ViewMemory {
  folds: Folds;
  /** The item in sight and the pixels from its top, unless the end was in sight. */
  place: { key: string; offset: number } | null;
}

export const newViewMemory = (): ViewMemory => ({ folds: new Folds(), place: null });

/** An answer to a request; `scope` says how far "Always" goes. */
export interface Answer {
  requestId: string;
  decision: Decision;
  scope?: RuleScope;
}

export interface TranscriptView {
  /** The CLI that speaks here. */
  tool: string;
  person: { name: string; own: boolean };
  /** Where it works, absolute as far as that is known. */
  folder: string;
  /** Name of the machine that it works on. */
  machine: string;
  memory: ViewMemory;
  /** The request that the keys answer: the oldest that waits. */
  keyedRequest: string | null;
  /** What is being answered now. */
  answering: Answer | null;
  /** Does nothing for a request that has not settled; tells whether it had. */
  answer: (requestId: string, decision: Decision, scope?: RuleScope) => boolean;
  settling: Settling;
  onInSight: (requestId: string) => void;
  /** Where an administrator adds a provider's key; null for who may not. */
  providerKeysPath: string | null;
  /** What turns used, by the numbers of the events that began them. */
  turnUsage: ReadonlyMap<number, SessionUsage>;
  /** Puts a message where the next one is typed; null where nobody may type. */
  editAgain: ((item: UserItem) => void) | null;
  /** Requests are shown and not answered here. */
  readOnly: boolean;
  /** There is room for code in two columns. */
  wide: boolean;
}

const ViewContext = createContext<TranscriptView | null>(null);
export const TranscriptViewProvider = ViewContext.Provider;

export function useTranscriptView(): TranscriptView {
  const view = useContext(ViewContext);
  if (!view) throw new Error('A piece of a transcript is used outside of one');
  return view;
}

/** Whether an item is open: as the reader left it, else `initially`. */
export function useFold(key: string, initially: boolean): [open: boolean, toggle: () => void] {
  const { folds } = useTranscriptView().memory;
  const open = useSyncExternalStore(folds.subscribe, () => folds.get(key)) ?? initially;
  return [open, () => folds.set(key, !open)];
}
