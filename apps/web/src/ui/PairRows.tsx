import { ActionIcon, Box, Button, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, type Ref, useRef } from 'react';
import classes from './PairRows.module.css';

interface PairRowsProps<Row extends { key: string }> {
  label: string;
  rows: readonly Row[];
  /** Instead of the rows while there are none. */
  none: string;
  /** What stands between the two fields of a pair. */
  between: ReactNode;
  /** The first field; `ref` is for its input. */
  first: (row: Row, index: number, ref: Ref<HTMLInputElement> | undefined) => ReactNode;
  second: (row: Row, index: number) => ReactNode;
  removeLabel: (row: Row) => string;
  addLabel: string;
  most?: number;
  onAdd: () => void;
  onRemove: (index: number) => void;
}

/** Fields in pairs; a new pair has the focus, and after one is removed the way to add another. */
export function PairRows<Row extends { key: string }>(props: PairRowsProps<Row>) {
  const { label, rows, none, between, first, second, removeLabel, addLabel, most = Number.POSITIVE_INFINITY, onAdd, onRemove } = props;
  const addButton = useRef<HTMLButtonElement>(null);
  const added = useRef(false);
  const focusNew = (input: HTMLInputElement | null) => {
    if (!input || !added.current) return;
    input.focus();
    added.current = false;
  };
  const remove = (index: number) => {
    onRemove(index);
    addButton.current?.focus();
  };
  return (
    <>
      {rows.length === 0 && <Text c="dimmed">{none}</Text>}
      {rows.length > 0 && (
        <ul className={classes.rows} aria-label={label}>
          {rows.map((row, index) => (
            <li key={row.key} className={classes.row}>
              <Box className={classes.first}>{first(row, index, index === rows.length - 1 ? focusNew : undefined)}</Box>
              <span className={classes.between} aria-hidden>
                {between}
              </span>
              <Box className={classes.second}>{second(row, index)}</Box>
              <Tooltip label={removeLabel(row)}>
                <ActionIcon size={32} className={classes.remove} aria-label={removeLabel(row)} onClick={() => remove(index)}>
                  <IconX size={16} />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ul>
      )}
      {rows.length < most && (
        <Button
          ref={addButton}
          variant="default"
          size="xs"
          className={classes.add}
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            added.current = true;
            onAdd();
          }}
        >
          {addLabel}
        </Button>
      )}
    </>
  );
}
