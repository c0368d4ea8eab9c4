import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Period, type PeriodChoice } from '#lib/period.ts';
import { FilterSelect } from './FilterSelect.tsx';

interface PeriodFilterProps {
  value: PeriodChoice;
  onChange: (change: Partial<PeriodChoice>) => void;
}

/** The usual stretches, or days of one's own with the browser's date picker, which knows the viewer's calendar. */
export function PeriodFilter({ value, onChange }: PeriodFilterProps) {
  const { t } = useTranslation();
  const { period, from, to } = value;
  return (
    <>
      <FilterSelect
        label={t('period.label')}
        all={t('period.any')}
        value={period}
        options={Period.options.map((option) => ({ value: option, label: t(`period.${option}`) }))}
        onChange={(chosen) => onChange({ period: chosen, ...(chosen !== 'custom' && { from: undefined, to: undefined }) })}
      />
      {period === 'custom' && (
        <>
          <TextInput
            type="date"
            aria-label={t('period.from')}
            value={from ?? ''}
            max={to}
            onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            aria-label={t('period.to')}
            value={to ?? ''}
            min={from}
            onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
          />
        </>
      )}
    </>
  );
}
