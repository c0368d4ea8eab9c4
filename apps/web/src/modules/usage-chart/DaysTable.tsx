import { Anchor, ScrollArea, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import type { ShownTool } from '#ui/theme/tokens.ts';
import classes from './DaysTable.module.css';
import { useMeasureFormat } from './measure-format.ts';
import { type ChartDay, dayTotal } from './series.ts';

interface DaysTableProps {
  days: readonly ChartDay[];
  tools: readonly ShownTool[];
  measure: Measure;
  label: string;
  height: number;
  dayLink: (day: string) => To;
}

/** The chart's numbers, the latest day first, in the chart's place and height. */
export function DaysTable({ days, tools, measure, label, height, dayLink }: DaysTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { plain } = useMeasureFormat(measure);
  return (
    <ScrollArea h={height} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
      <Table stickyHeader aria-label={label} className={classes.table}>
        <Table.Thead className={classes.head}>
          <Table.Tr>
            <Table.Th scope="col">{t('usage.day')}</Table.Th>
            {tools.map((tool) => (
              <Table.Th key={tool} scope="col" ta="end">
                {toolName(tool, t)}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="end">
              {t('usage.total')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map((entry) => (
            <Table.Tr key={entry.day}>
              <Table.Th scope="row" className={classes.day}>
                <Anchor component={Link} to={dayLink(entry.day)} inherit>
                  {format.calendarWeekday(entry.day)}
                </Anchor>
              </Table.Th>
              {tools.map((tool) => (
                <Table.Td key={tool} ta="end" className="tabular">
                  {plain(entry.values[tool] === undefined ? 0 : entry.values[tool])}
                </Table.Td>
              ))}
              <Table.Td ta="end" fw={500} className="tabular">
                {plain(dayTotal(entry, tools))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
