import { Group, Menu, Table, type TableThProps, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Sort.module.css';

export interface Sort<Field extends string> {
  field: Field;
  descending: boolean;
}

/** The first click sorts up, the next one down. */
function nextSort<Field extends string>(field: Field, now: Sort<Field> | undefined): Sort<Field> {
  return { field, descending: now?.field === field && !now.descending };
}

interface SortHeadProps<Field extends string> extends TableThProps {
  label: string;
  field: Field | undefined;
  sort: Sort<Field> | undefined;
  onSort: ((sort: Sort<Field>) => void) | undefined;
}

export function SortHead<Field extends string>({ label, field, sort, onSort, ...cell }: SortHeadProps<Field>) {
  if (!field || !onSort) {
    return (
      <Table.Th scope="col" {...cell}>
        {label}
      </Table.Th>
    );
  }
  const current = sort?.field === field ? sort : undefined;
  const Arrow = current?.descending ? IconArrowDown : IconArrowUp;
  const direction = current && (current.descending ? 'descending' : 'ascending');
  return (
    <Table.Th scope="col" aria-sort={direction} {...cell}>
      <UnstyledButton className={classes.head} data-align={cell.ta} onClick={() => onSort(nextSort(field, sort))}>
        {label}
        <Arrow size={12} aria-hidden className={classes.arrow} data-current={current ? true : undefined} />
      </UnstyledButton>
    </Table.Th>
  );
}

interface SortMenuProps<Field extends string> {
  choices: readonly { field: Field; label: string }[];
  sort: Sort<Field>;
  onSort: (sort: Sort<Field>) => void;
}

/** The heads of the columns, where there is no room for columns. */
export function SortMenu<Field extends string>({ choices, sort, onSort }: SortMenuProps<Field>) {
  const { t } = useTranslation();
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  const current = choices.find(({ field }) => field === sort.field)?.label ?? '';
  return (
    <Group className={classes.bar}>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={classes.head} aria-label={t('table.sortedBy', { column: current })}>
            {current}
            <Arrow size={12} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={sort.field}>
            {choices.map(({ field, label }) => (
              <Menu.RadioItem
                key={field}
                value={field}
                closeMenuOnClick
                checkIcon={<IconCheck size={14} />}
                onChange={() => onSort(nextSort(field, sort))}
              >
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
