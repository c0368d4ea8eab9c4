import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type FieldValue, readChanges } from '../changes.ts';
import classes from './ChangesTable.module.css';

interface ChangesTableProps {
  before: string | null;
  after: string | null;
}

/** A row a field, in it what was and what is. Signs and hidden words say what the tints say. */
export function ChangesTable({ before, after }: ChangesTableProps) {
  const { t } = useTranslation();
  const changes = readChanges(before, after);
  if (changes.length === 0) return <Text c="dimmed">{t('audit.noChanges')}</Text>;
  return (
    <Table layout="fixed" highlightOnHover={false} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" w="38%">
            {t('audit.field')}
          </Table.Th>
          <Table.Th scope="col">{t('audit.beforeAndAfter')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => (
          <Table.Tr key={change.field}>
            <Table.Th scope="row" className={classes.field}>
              {change.field || t('audit.value')}
            </Table.Th>
            <Table.Td className={classes.values}>
              <Side side="before" label={t('audit.before')} value={change.before} />
              <Side side="after" label={t('audit.after')} value={change.after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Side({ side, label, value }: { side: 'before' | 'after'; label: string; value: FieldValue }) {
  if (value.kind === 'absent') return null;
  return (
    <div className={classes.side} data-side={side}>
      <span className="visuallyHidden">{label}: </span>
      <Value value={value} />
    </div>
  );
}

function Value({ value }: { value: Exclude<FieldValue, { kind: 'absent' }> }) {
  const { t } = useTranslation();
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'flag':
      return value.on ? t('value.yes') : t('value.no');
    case 'secret':
      return <Muted>{t('audit.secret')}</Muted>;
    case 'empty':
      return <Muted>{t('value.empty')}</Muted>;
  }
}

function Muted({ children }: { children: string }) {
  return (
    <Text span inherit c="dimmed">
      {children}
    </Text>
  );
}
