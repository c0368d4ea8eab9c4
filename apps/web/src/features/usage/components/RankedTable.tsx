import { Anchor, Box, Button, Table, Text } from '@mantine/core';
import type { UsageTotals } from '@open-ace/contracts/usage';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { changeOf, type Measure, measureOf, totalTokens } from '#modules/usage/figures.ts';
import { Change } from '#ui/Change.tsx';
import { Figure } from '#ui/Figure.tsx';
import { Panel } from '#ui/Panel.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { CostCell } from './CostCell.tsx';
import classes from './RankedTable.module.css';

export interface RankedRow {
  key: string;
  name: ReactNode;
  totals: UsageTotals;
  before: UsageTotals | undefined;
  /** The requests behind it; nowhere to go for what has no name. */
  rows: To | undefined;
}

interface RankedTableProps {
  title: string;
  column: string;
  rows: readonly RankedRow[];
  /** By which it is ranked; tokens unless told. */
  measure?: Measure;
  actions?: ReactNode;
}

const shownAtFirst = 6;

/** Who or what used most. */
export function RankedTable({ title, column, rows, measure = 'tokens', actions }: RankedTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  // What it is ranked by stays in sight where there is no room for all.
  const givesWay = (column: Measure) => (column === (measure === 'requests' ? 'tokens' : 'requests') ? classes.givesWay : undefined);
  const measured = ({ totals }: RankedRow) => measureOf(totals, measure) ?? 0;
  const ranked = rows.toSorted((a, b) => measured(b) - measured(a));
  const most = Math.max(...ranked.map(measured), Number.MIN_VALUE);
  const shown = all ? ranked : ranked.slice(0, shownAtFirst);
  return (
    <Panel flush title={title} hint={t(`usage.rankedBy.${measure}`)} actions={actions}>
      <div className={classes.frame}>
        <Table className={classes.table} layout="fixed" aria-label={title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className={classes.name}>
                {column}
              </Table.Th>
              <Table.Th scope="col" ta="end" className={givesWay('tokens')}>
                {t('usage.tokens')}
              </Table.Th>
              <Table.Th scope="col" ta="end" className={givesWay('requests')}>
                {t('usage.requests')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('usage.cost')}
              </Table.Th>
              <Table.Th scope="col" ta="end" className={classes.change}>
                {t('usage.change')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => {
              const { key, name, totals, before, rows: to } = row;
              return (
                <Table.Tr key={key}>
                  <Table.Td>
                    {to ? (
                      <Anchor component={Link} to={to} c="inherit" inherit className={classes.link}>
                        {name}
                      </Anchor>
                    ) : (
                      name
                    )}
                    <Box className={classes.share} __vars={{ '--share': `${(measured(row) / most) * 100}%` }} />
                  </Table.Td>
                  <Table.Td ta="end" className={givesWay('tokens')}>
                    <Figure value={totalTokens(totals)} unit={t('usage.unit.tokens')} />
                  </Table.Td>
                  <Table.Td ta="end" className={`tabular ${givesWay('requests') ?? ''}`}>
                    {format.compact(totals.requests)}
                  </Table.Td>
                  <Table.Td ta="end">
                    <CostCell totals={totals} />
                  </Table.Td>
                  <Table.Td ta="end" className={classes.change}>
                    <ChangeCell now={totals} before={before} measure={measure} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
      {rows.length > shownAtFirst && (
        <Box px={8} py={6} className={classes.more}>
          <Button variant="subtle" color="gray" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('usage.showFewer') : t('usage.showAll', { count: rows.length })}
          </Button>
        </Box>
      )}
      {rows.length === 0 && (
        <Text c="dimmed" px={16} py={12}>
          {t('usage.none')}
        </Text>
      )}
    </Panel>
  );
}

interface ChangeCellProps {
  now: UsageTotals;
  before: UsageTotals | undefined;
  measure?: Measure;
}

export function ChangeCell({ now, before, measure = 'tokens' }: ChangeCellProps) {
  const { t } = useTranslation();
  const ratio = changeOf(measureOf(now, measure), before ? measureOf(before, measure) : 0);
  return ratio === null ? <Unknown reason={t('figures.nothingBefore')} /> : <Change ratio={ratio} />;
}
