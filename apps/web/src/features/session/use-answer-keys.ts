import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import type { Decision } from '@open-ace/contracts/session';
import { usePreferences } from '#lib/preferences.ts';

/** Y, A and D answer the oldest request, outside of fields; with Alt from anywhere, since one is mostly in the message field. */
export function useAnswerKeys(answer: (decision: Decision) => void) {
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const press = (decision: Decision) => () => answer(decision);
  const keys = { Y: press('allow_once'), A: press('allow_always'), D: press('deny') };
  const hotkeys = Object.entries(keys);
  useHotkeys(characters ? hotkeys : []);
  useHotkeys(
    hotkeys.map(([key, run]): HotkeyItem => [`alt+${key}`, run, { usePhysicalKeys: true }]),
    [],
  );
}
