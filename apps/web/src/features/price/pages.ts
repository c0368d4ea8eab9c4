import { IconReceipt2 } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const pricesPage: PageInfo = {
  path: '/manage/prices',
  title: 'price.title',
  keywords: 'price.keywords',
  icon: IconReceipt2,
  permission: 'view_dashboard',
};
export const newPricePath = `${pricesPage.path}/new`;

/** Stands in an address for every provider, since an empty part of a path is none. */
const anyProvider = '-';

export const pricePath = (provider: string, model: string) =>
  `${pricesPage.path}/${encodeURIComponent(provider || anyProvider)}/${encodeURIComponent(model)}`;

export const providerOf = (param: string) => (param === anyProvider ? '' : param);
