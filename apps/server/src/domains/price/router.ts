import { Empty } from '@open-ace/contracts/common';
import {
  GetPriceOverride,
  ListPriceOverrides,
  ListPrices,
  PriceList,
  PriceOverride,
  PriceOverridePage,
  SetPrice,
  UnpricedModels,
} from '@open-ace/contracts/price';
import { admin, can, router } from '#platform/trpc';
import { listPrices } from './list-prices.ts';
import { deletePrice, listPriceOverrides, setPrice } from './overrides.ts';
import { unpricedModels } from './unpriced-models.ts';

export const priceRouter = router({
  delete: admin({ audit: 'price.delete' })
    .input(GetPriceOverride)
    .output(PriceOverride)
    .mutation(({ ctx, input }) => deletePrice(ctx, input)),
  list: can('view_dashboard')
    .input(ListPrices)
    .output(PriceList)
    .query(({ ctx, input }) => listPrices(ctx, input)),
  overrides: admin()
    .input(ListPriceOverrides)
    .output(PriceOverridePage)
    .query(({ ctx, input }) => listPriceOverrides(ctx, input)),
  set: admin({ audit: 'price.set' })
    .input(SetPrice)
    .output(PriceOverride)
    .mutation(({ ctx, input }) => setPrice(ctx, input)),
  unpriced: can('view_dashboard')
    .input(Empty.optional())
    .output(UnpricedModels)
    .query(({ ctx }) => unpricedModels(ctx)),
});
