import { ActionIcon, Badge, Skeleton, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ModelPrice, PriceOverride } from '@open-ace/contracts/price';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { ListFooter } from '#ui/ListFooter.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { overrideStanding } from '../override-standing.ts';
import { rateKinds, rateText } from '../rates.ts';
import { reloadPrices } from '../store-price.ts';
import classes from './PriceHistory.module.css';

interface PriceHistoryProps {
  price: ModelPrice | null;
  provider: string;
  model: string;
}

/** Prices of one's own for a model, the newest first. None is ever changed: a cost says which one it was worked out with. */
export function PriceHistory({ price, provider, model }: PriceHistoryProps) {
  const { t } = useTranslation();
  const [deleting, setDeleting] = useState<PriceOverride | null>(null);
  const query = useInfiniteQuery(trpc.price.overrides.infiniteQueryOptions({ model }, { getNextPageParam: (page) => page.nextCursor }));
  const all = query.data?.pages.flatMap(({ items }) => items);
  const own = all?.filter((each) => each.provider === '' || each.provider === provider);
  const count = own?.length ?? 0;
  return (
    <DrawerSection title={t('price.history')}>
      {query.isPending && <Skeleton h={44} />}
      {!all && query.error && <ErrorState title={t('price.historyLoadFailed')} error={query.error} onRetry={() => void query.refetch()} />}
      {own && count === 0 && <Text c="dimmed">{price ? t('price.noOwn') : t('price.noOwnUnpriced')}</Text>}
      <ul className={classes.list}>
        {own?.map((override) => (
          <Entry key={override.id} override={override} inForce={price?.overrideId ?? null} onDelete={() => setDeleting(override)} />
        ))}
      </ul>
      {query.hasNextPage && (
        <ListFooter
          summary={t('price.countShown', { count })}
          hasMore
          loadingMore={query.isFetchingNextPage}
          error={query.isFetchNextPageError ? query.error : null}
          onMore={() => void query.fetchNextPage()}
        />
      )}
      {deleting && <DeletePriceDialog override={deleting} onClose={() => setDeleting(null)} />}
    </DrawerSection>
  );
}

function Entry({ override, inForce, onDelete }: { override: PriceOverride; inForce: string | null; onDelete: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const standing = overrideStanding(override, inForce, now);
  const from = format.dateTime(override.effectiveFrom);
  const label = t('price.deleteNamed', { date: from });
  return (
    <li className={classes.entry}>
      <div className={classes.body}>
        <div className={classes.line}>
          <Text span fw={500}>
            {t('price.from', { date: from })}
          </Text>
          {standing === 'inForce' && <Badge color="accent">{t('price.inForce')}</Badge>}
          {standing === 'scheduled' && <Badge>{t('price.scheduled')}</Badge>}
        </div>
        <RateLine override={override} />
        <Text size="xs" c="dimmed">
          {[
            override.provider || t('price.anyProvider'),
            ...(override.createdBy ? [t('price.by', { name: override.createdBy })] : []),
            format.dateTime(override.createdAt),
          ].join(' · ')}
        </Text>
      </div>
      <Tooltip label={label}>
        <ActionIcon aria-label={label} onClick={onDelete}>
          <IconTrash size={15} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function RateLine({ override: { rates } }: { override: PriceOverride }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className={classes.rates}>
      {rateKinds.map((kind) => (
        <div key={kind}>
          <dt>{t(`price.kind.${kind}`)}</dt>
          <dd>{rateText(rates[kind], format)}</dd>
        </div>
      ))}
    </dl>
  );
}

function DeletePriceDialog({ override, onClose }: { override: PriceOverride; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const remove = useMutation(
    trpc.price.delete.mutationOptions({
      onSuccess: ({ model }) => {
        notifications.show({ message: t('price.deleted', { model }) });
        reloadPrices();
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('price.deleteTitle', { model: override.model })}
      confirmLabel={t('price.delete')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ priceOverrideId: override.id })}
      onClose={onClose}
    >
      <strong>{t('price.from', { date: format.dateTime(override.effectiveFrom) })}</strong>
      <RateLine override={override} />
      {t('price.deleteEffect')}
    </ConfirmDialog>
  );
}
