import type { Ranking, UsageDimension } from '@open-ace/contracts/analysis';
import { useTranslation } from 'react-i18next';
import type { To } from 'react-router';
import { useMay } from '#modules/me/me.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { toParam, useRequestsLink } from '../usage-filters.ts';
import { RankedTable } from './RankedTable.tsx';

interface RankingPanelProps {
  by: UsageDimension;
  onBy: (by: UsageDimension) => void;
  ranking: Ranking;
  /** Undefined where there is nothing to compare with. */
  before: Ranking | undefined;
  measure: Measure;
}

/** Dimensions of things that have no record: their rows may have no name and still be looked at. */
const named = new Set<UsageDimension>(['tool', 'provider', 'model']);

/** Who or what used most, by whatever tells rows apart. */
export function RankingPanel({ by, onBy, ranking, before, measure }: RankingPanelProps) {
  const { t } = useTranslation();
  const everyone = useMay()('admin_access');
  const requestsLink = useRequestsLink();
  const dimensions = (['person', 'project', 'tool', 'model', 'provider', 'machine', 'providerKey'] as const).filter(
    (each) => everyone || (each !== 'person' && each !== 'providerKey'),
  );

  const rowsOf = (id: string, name: string | null): To | undefined => {
    if (by === 'providerKey') return name === null ? undefined : requestsLink({ providerKeyId: id });
    if (named.has(by)) return requestsLink({ [by]: toParam(id) });
    return name === null ? undefined : requestsLink({ [by]: id });
  };
  const label = (id: string, name: string | null) => {
    if (by === 'tool') return toolName(id, t);
    return name ?? (id === '' ? t(`analysis.none.${by}`) : t('analysis.gone'));
  };

  return (
    <RankedTable
      title={t('analysis.ranking')}
      column={t(`analysis.by.${by}`)}
      measure={measure}
      actions={
        <FilterSelect
          label={t('analysis.rankBy')}
          value={by}
          options={dimensions.map((value) => ({ value, label: t(`analysis.by.${value}`) }))}
          onChange={(value) => value && onBy(value)}
        />
      }
      rows={ranking.items.map((row) => ({
        key: row.id,
        name: label(row.id, row.name),
        totals: row,
        before: before?.items.find(({ id }) => id === row.id),
        rows: rowsOf(row.id, row.name),
      }))}
    />
  );
}
