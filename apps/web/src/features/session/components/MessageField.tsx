import { Textarea } from '@mantine/core';
import type { SlashCommand } from '@open-ace/contracts/session-events';
import { type ClipboardEvent, type KeyboardEvent, type RefObject, type SyntheticEvent, useId, useState } from 'react';
import { complete } from '../completion.ts';
import { filesOf } from '../use-add-pictures.ts';
import { useCompletion } from '../use-completion.ts';
import { CompletionList, choiceId } from './CompletionList.tsx';
import classes from './Composer.module.css';

interface MessageFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  sessionId: string;
  machine: string;
  offline: boolean;
  commands: readonly SlashCommand[];
  text: string;
  invalid: boolean;
  onType: (text: string) => void;
  onSend: () => void;
  onFiles: (files: File[]) => void;
  /** Up, where nothing is typed. */
  onRecall: () => void;
}

/** Where a message is typed: completes files and commands, takes pictures that are pasted. */
export function MessageField(props: MessageFieldProps) {
  const { field, label, sessionId, machine, offline, commands, text, invalid, onType, onSend, onFiles, onRecall } = props;
  const [caret, setCaret] = useState<number | null>(null);
  const listId = useId();
  const completion = useCompletion({ sessionId, text, caret, commands, offline });
  const { completable, choices, active } = completion;

  const choose = (index: number) => {
    const choice = choices[index];
    if (!completable || !choice) return;
    const completed = complete(text, completable, choice.insert);
    onType(completed.text);
    setCaret(completed.caret);
    // Once the field has the new text.
    requestAnimationFrame(() => field.current?.setSelectionRange(completed.caret, completed.caret));
  };
  const onCompletionKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (!completable) return false;
    if (key === 'Escape') completion.dismiss();
    else if (choices.length === 0) return false;
    else if (key === 'ArrowDown') completion.activate(active + 1);
    else if (key === 'ArrowUp') completion.activate(active - 1);
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) choose(active);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    if (onCompletionKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === 'ArrowUp' && text === '' && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onRecall();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = filesOf(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  const onSelect = ({ currentTarget: { selectionStart, selectionEnd } }: SyntheticEvent<HTMLTextAreaElement>) =>
    setCaret(selectionStart === selectionEnd ? selectionStart : null);

  const listed = choices.length > 0;
  return (
    <>
      <CompletionList id={listId} completion={completion} machine={machine} onChoose={choose} />
      <Textarea
        ref={field}
        variant="unstyled"
        minRows={1}
        maxRows={10}
        aria-label={label}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={listed ? listId : undefined}
        aria-activedescendant={listed ? choiceId(listId, active) : undefined}
        aria-invalid={invalid || undefined}
        classNames={{ input: classes.input }}
        value={text}
        onChange={(event) => {
          onType(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={onSelect}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </>
  );
}
