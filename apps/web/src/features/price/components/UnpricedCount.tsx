import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';

const againAfter = 300_000;

/** How many models have no price, for those who can set one; nothing where every one has one. */
export function UnpricedCount() {
  const { t } = useTranslation();
  const enabled = useMay()('admin_access');
  const unpriced = useQuery(trpc.price.unpriced.queryOptions(undefined, { enabled, refetchInterval: againAfter }));
  const count = unpriced.data?.items.length ?? 0;
  if (!enabled || count === 0) return null;
  const label = t('price.unpricedCount', { count });
  return (
    <Badge title={label}>
      <span aria-hidden>{count}</span>
      <span className="visuallyHidden">{label}</span>
    </Badge>
  );
}
