import { Anchor, Table } from '@mantine/core';
import type { UsageSummary } from '@open-ace/contracts/usage';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { totalTokens } from '#modules/usage/figures.ts';
import { Figure } from '#ui/Figure.tsx';
import { Panel } from '#ui/Panel.tsx';
import { toParam, useRequestsLink } from '../usage-filters.ts';
import { CostCell } from './CostCell.tsx';
import { ChangeCell } from './RankedTable.tsx';
import classes from './ToolTable.module.css';

interface ToolTableProps {
  rows: UsageSummary['byTool'];
  before: UsageSummary['byTool'];
}

const kinds = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** What each tool used, by kind of token: they cost very differently. */
export function ToolTable({ rows, before }: ToolTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const requestsLink = useRequestsLink();
  const unit = t('usage.unit.tokens');
  return (
    <Panel flush title={t('usage.byTool')} hint={t('usage.byToolHint')}>
      <div className={classes.frame}>
        <Table className={classes.table} aria-label={t('usage.byTool')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('usage.tool')}</Table.Th>
              {kinds.map((kind) => (
                <Table.Th key={kind} scope="col" ta="end">
                  {t(`usage.kind.${kind}`)}
                </Table.Th>
              ))}
              <Table.Th scope="col" ta="end">
                {t('usage.allTokens')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('usage.requests')}
              </Table.Th>
              <Table.Th scope="col" ta="end" className={classes.failed}>
                {t('usage.failed')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('usage.cost')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('usage.change')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows
              .toSorted((a, b) => totalTokens(b) - totalTokens(a))
              .map((row) => (
                <Table.Tr key={row.tool}>
                  <Table.Td>
                    <Anchor component={Link} to={requestsLink({ tool: toParam(row.tool) })} c="inherit" inherit>
                      <ToolLabel tool={row.tool} />
                    </Anchor>
                  </Table.Td>
                  {kinds.map((kind) => (
                    <Table.Td key={kind} ta="end">
                      <Figure value={row[`${kind}Tokens`]} unit={unit} />
                    </Table.Td>
                  ))}
                  <Table.Td ta="end" fw={500}>
                    <Figure value={totalTokens(row)} unit={unit} />
                  </Table.Td>
                  <Table.Td ta="end" className="tabular">
                    {format.exact(row.requests)}
                  </Table.Td>
                  <Table.Td ta="end" className={`tabular ${classes.failed}`}>
                    {format.exact(row.failedRequests)}
                  </Table.Td>
                  <Table.Td ta="end">
                    <CostCell totals={row} />
                  </Table.Td>
                  <Table.Td ta="end">
                    <ChangeCell now={row} before={before.find(({ tool }) => tool === row.tool)} />
                  </Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </div>
    </Panel>
  );
}
