import type { Decision } from '@open-ace/contracts/session';
import { createContext, useContext, useState } from 'react';
import type { Settling } from './settling.ts';

/** What a reader did to a transcript; kept while the session is open, so that scrolled-out rows and other tabs come back as they were. */
export interface ViewMemory {
  /** What was unfolded or folded by hand, by the key of its item. */
  folds: Map<string, boolean>;
  /** The item in sight and the pixels from its top, unless the end was in sight. */
  place: { key: string; offset: number } | null;
}

export const newViewMemory = (): ViewMemory => ({ folds: new Map(), place: null });

export interface TranscriptView {
  /** The CLI that speaks here. */
  tool: string;
  person: { name: string; own: boolean };
  /** Where it works, absolute as far as that is known. */
  folder: string;
  memory: ViewMemory;
  /** The request that the keys answer: the oldest that waits. */
  keyedRequest: string | null;
  /** What is being answered now. */
  answering: { requestId: string; decision: Decision } | null;
  /** Does nothing for a request that has not settled; tells whether it had. */
  answer: (requestId: string, decision: Decision) => boolean;
  settling: Settling;
  onInSight: (requestId: string) => void;
  /** Where an administrator adds a provider's key; null for who may not. */
  providerKeysPath: string | null;
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
  const [chosen, setChosen] = useState(() => folds.get(key));
  const open = chosen ?? initially;
  const toggle = () => {
    folds.set(key, !open);
    setChosen(!open);
  };
  return [open, toggle];
}
