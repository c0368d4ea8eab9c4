import type { Anomaly } from '@open-ace/contracts/analysis';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';

/** What a driver is called: a tool by its name, a record that is gone by that. */
export function useDriverName() {
  const { t } = useTranslation();
  return ({ by, id, name }: Anomaly['drivers'][number]) => (by === 'tool' ? toolName(id, t) : (name ?? t('analysis.gone')));
}
