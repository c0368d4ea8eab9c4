import { Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCheck, IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { phone } from './breakpoints.ts';
import type { Column } from './DataTable.tsx';

interface ChoosableTable<Row, SortField extends string> {
  /** Names the table in the browser's memory. */
  table: string;
  columns: readonly Column<Row, SortField>[];
  /** Until the viewer chooses. */
  hiddenAtFirst: readonly string[];
}

const useHidden = (table: string, hiddenAtFirst: readonly string[]) =>
  usePreferences(({ layout }) => layout.hiddenColumns?.[table]) ?? hiddenAtFirst;

/** The columns that the viewer wants; the first one, which opens the row, is always there. A phone's rows have places of their own. */
export function useShownColumns<Row, SortField extends string>({ table, columns, hiddenAtFirst }: ChoosableTable<Row, SortField>) {
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const hidden = useHidden(table, hiddenAtFirst);
  return isPhone ? columns : columns.filter(({ key }, index) => index === 0 || !hidden.includes(key));
}

/** Which columns a table shows; remembered by the browser. */
export function ColumnMenu<Row, SortField extends string>({ table, columns, hiddenAtFirst }: ChoosableTable<Row, SortField>) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const hidden = useHidden(table, hiddenAtFirst);
  const { layout, setLayout } = usePreferences();
  if (isPhone) return null;
  const choose = (key: string, shown: boolean) => {
    const others = hidden.filter((each) => each !== key);
    setLayout({ hiddenColumns: { ...layout.hiddenColumns, [table]: shown ? others : [...others, key] } });
  };
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" fw={400} leftSection={<IconColumns3 size={15} />}>
          {t('table.columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map(({ key, header }) => (
          <Menu.CheckboxItem
            key={key}
            checked={!hidden.includes(key)}
            checkIcon={<IconCheck size={14} />}
            onChange={(shown: boolean) => choose(key, shown)}
          >
            {header}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
