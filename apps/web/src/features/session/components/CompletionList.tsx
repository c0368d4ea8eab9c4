import { Text } from '@mantine/core';
import { IconFile, IconFolder, IconSlash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Completion } from '../use-completion.ts';
import classes from './CompletionList.module.css';

interface CompletionListProps {
  id: string;
  completion: Completion;
  machine: string;
  onChoose: (index: number) => void;
}

export const choiceId = (listId: string, index: number) => `${listId}-${index}`;

/** What could stand where one types, over the field; the focus stays in the field. */
export function CompletionList({ id, completion, machine, onChoose }: CompletionListProps) {
  const { t } = useTranslation();
  const { completable, choices, state, active } = completion;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${choiceId(id, active)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  if (!completable) return null;
  const note = state === 'ready' && choices.length === 0 ? 'none' : state;
  return (
    <div className={classes.frame}>
      {choices.length > 0 && (
        <div ref={list} id={id} role="listbox" aria-label={t(`session.completion.${completable.kind}`)} className={classes.list}>
          {choices.map(({ insert, name, detail, folder }, index) => {
            const Icon = completable.kind === 'command' ? IconSlash : folder ? IconFolder : IconFile;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and its keys choose
              // biome-ignore lint/a11y/useFocusableInteractive: likewise
              <div
                key={insert}
                id={choiceId(id, index)}
                role="option"
                aria-selected={index === active}
                className={classes.choice}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onChoose(index)}
              >
                <Icon size={14} aria-hidden />
                <span className={classes.name}>{completable.kind === 'command' ? name.slice(1) : name}</span>
                {detail !== '' && <span className={classes.detail}>{detail}</span>}
              </div>
            );
          })}
        </div>
      )}
      <div role="status">
        {note !== 'ready' && (
          <Text size="xs" c="dimmed" className={classes.note}>
            {t(`session.completionNote.${note}`, { machine })}
          </Text>
        )}
      </div>
    </div>
  );
}
