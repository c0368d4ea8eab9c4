import { Button, Paper, Text } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { pricePath } from '../pages.ts';
import classes from './UnpricedNotice.module.css';

const shownAtFirst = 3;

/** Models that were called and have no price. Nothing where every one has one. */
export function UnpricedNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useLocation();
  const admin = useMay()('admin_access');
  const [all, setAll] = useState(false);
  const models = useQuery(trpc.price.unpriced.queryOptions()).data?.items ?? [];
  if (models.length === 0) return null;
  const calls = t('price.calls', { count: models.reduce((sum, { requests }) => sum + requests, 0) });
  const shown = all ? models : models.slice(0, shownAtFirst);
  const title = t('price.unpriced', { count: models.length, calls });
  return (
    <Paper component="section" aria-label={title} className={classes.notice}>
      <div className={classes.head}>
        <IconAlertTriangleFilled size={16} className={classes.icon} aria-hidden />
        <Text fw={600}>{title}</Text>
      </div>
      {!admin && (
        <Text c="dimmed" className={classes.ask}>
          {t('price.unpricedAsk')}
        </Text>
      )}
      <ul className={classes.list}>
        {shown.map(({ provider, model, requests, lastDay }) => (
          <li key={`${provider} ${model}`} className={classes.row}>
            <div className={classes.what}>
              <Text span fw={500} className={classes.model}>
                {model}
              </Text>
              <Text span c="dimmed" size="xs">
                {[provider, t('price.calls', { count: requests }), t('price.lastUsed', { day: format.calendarDay(lastDay) })]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </div>
            {admin && (
              <Button
                component={Link}
                to={{ pathname: pricePath(provider, model), search }}
                preventScrollReset
                size="xs"
                variant="default"
                aria-label={t('price.setNamed', { model })}
              >
                {t('price.set')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {models.length > shownAtFirst && (
        <Button variant="subtle" color="gray" size="xs" aria-expanded={all} className={classes.more} onClick={() => setAll(!all)}>
          {all ? t('price.showFewer') : t('price.showAll', { count: models.length })}
        </Button>
      )}
    </Paper>
  );
}
