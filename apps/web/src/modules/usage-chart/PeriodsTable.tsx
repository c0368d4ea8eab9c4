import { Anchor, ScrollArea, Table } from '@mantine/core';
import type { UsageGrain } from '@open-ace/contracts/analysis';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import type { ShownTool } from '#ui/theme/tokens.ts';
import { useMeasureFormat } from './measure-format.ts';
import classes from './PeriodsTable.module.css';
import { usePeriodFormat } from './period-format.ts';
import { type ChartPeriod, periodTotal } from './series.ts';

interface PeriodsTableProps {
  periods: readonly ChartPeriod[];
  grain: UsageGrain;
  tools: readonly ShownTool[];
  measure: Measure;
  label: string;
  height: number;
  periodLink: (period: string) => To;
}

/** The chart's numbers, the latest period first, in the chart's place and height. */
export function PeriodsTable({ periods, grain, tools, measure, label, height, periodLink }: PeriodsTableProps) {
  const { t } = useTranslation();
  const { plain } = useMeasureFormat(measure);
  const { full } = usePeriodFormat(grain);
  return (
    <ScrollArea h={height} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
      <Table stickyHeader aria-label={label} className={classes.table}>
        <Table.Thead className={classes.head}>
          <Table.Tr>
            <Table.Th scope="col">{t(`usage.grain.${grain}`)}</Table.Th>
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
          {periods.toReversed().map((entry) => (
            <Table.Tr key={entry.period}>
              <Table.Th scope="row" className={classes.day}>
                <Anchor component={Link} to={periodLink(entry.period)} inherit>
                  {full(entry.period)}
                </Anchor>
              </Table.Th>
              {tools.map((tool) => (
                <Table.Td key={tool} ta="end" className="tabular">
                  {plain(entry.values[tool] === undefined ? 0 : entry.values[tool])}
                </Table.Td>
              ))}
              <Table.Td ta="end" fw={500} className="tabular">
                {plain(periodTotal(entry, tools))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
