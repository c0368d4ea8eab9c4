import { Group, Kbd, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainKey } from '#lib/i18n/messages.ts';
import { usePreferences } from '#lib/preferences.ts';
import { altKey, modKey } from './keys.ts';
import classes from './ShortcutTable.module.css';

interface Shortcut {
  keys: string[];
  does: Extract<PlainKey, `shortcuts.${string}`>;
  /** A single character: off when the viewer turned those off. */
  character?: boolean;
}

const shortcuts: Shortcut[] = [
  { keys: [modKey, 'K'], does: 'shortcuts.palette' },
  { keys: ['/'], does: 'shortcuts.search', character: true },
  { keys: ['?'], does: 'shortcuts.help', character: true },
  { keys: ['↑', '↓'], does: 'shortcuts.rows' },
  { keys: ['Enter'], does: 'shortcuts.open' },
  { keys: ['Esc'], does: 'shortcuts.close' },
  { keys: ['N'], does: 'shortcuts.newSession', character: true },
  { keys: ['Shift', 'N'], does: 'shortcuts.sameAgain', character: true },
  { keys: ['[', ']'], does: 'shortcuts.tabs', character: true },
  { keys: ['X'], does: 'shortcuts.closeTab', character: true },
  { keys: ['Y'], does: 'shortcuts.allowOnce', character: true },
  { keys: ['A'], does: 'shortcuts.allowAlways', character: true },
  { keys: ['D'], does: 'shortcuts.deny', character: true },
  { keys: [altKey, 'Y', 'A', 'D'], does: 'shortcuts.answerFromField' },
  { keys: ['Esc'], does: 'shortcuts.interrupt' },
];

export function ShortcutTable() {
  const { t } = useTranslation();
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  return (
    <dl className={classes.list}>
      {shortcuts
        .filter((shortcut) => characters || !shortcut.character)
        .map(({ keys, does }) => (
          <Fragment key={does}>
            <Text component="dt">{t(does)}</Text>
            <Group component="dd" gap={4} wrap="nowrap">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Fragment>
        ))}
    </dl>
  );
}
