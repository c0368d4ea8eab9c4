import { HOUR } from '#platform/clock';
import type { Scenario } from './scenario.ts';
import * as billing from './scenarios/billing-api.ts';
import * as catalog from './scenarios/catalog.ts';
import * as checkout from './scenarios/checkout.ts';
import * as pipeline from './scenarios/data-pipeline.ts';
import * as docs from './scenarios/docs.ts';
import * as infra from './scenarios/infra.ts';
import * as mobile from './scenarios/mobile-app.ts';
import * as search from './scenarios/search.ts';
import * as texts from './scenarios/shop-texts.ts';
import { type Stage, workday } from './stage.ts';

export interface Casting {
  /** Number of the person in the team. */
  person: number;
  scenario: Scenario;
  /** When it begins, epoch milliseconds. */
  at: number;
}

/** Of the last hours: person, hours ago. Its machine was still seen after it. */
const today: [person: number, hoursAgo: number, scenario: Scenario][] = [
  [0, 1.2, checkout.cartTotal],
  [0, 3.6, texts.chineseShop],
  [1, 2.3, billing.idempotency],
  [2, 4.1, mobile.cameraDenied],
  [3, 5.4, infra.terraformPlan],
];

/** Person, days ago, hour of the day. */
const before: [person: number, daysAgo: number, hour: number, scenario: Scenario][] = [
  [0, 1, 9.2, catalog.slowList],
  [0, 2, 13.7, catalog.serverComponents],
  [0, 3, 10.1, catalog.wishlist],
  [0, 5, 14.4, checkout.paymentUpgrade],
  [0, 8, 15.9, texts.releaseNotes],
  [0, 12, 9.6, infra.ciMinutes],
  [0, 17, 11.3, checkout.checkoutForm],
  [7, 2, 10.6, checkout.flakyCheckout],
  [14, 6, 14.9, catalog.layoutShift],
  [21, 13, 9.4, catalog.saleBadge],
  [8, 3, 15.2, billing.austrianVat],
  [15, 4, 11.1, billing.dueDate],
  [22, 9, 13.3, billing.dunning],
  [29, 10, 16.1, billing.refundWebhook],
  [36, 20, 10.8, billing.minorUnits],
  [9, 4, 9.9, mobile.reactNative],
  [16, 7, 15.5, mobile.haptics],
  [23, 2, 14.2, mobile.startupTime],
  [30, 15, 11.6, mobile.offlineCart],
  [10, 6, 9.3, infra.smallerImage],
  [17, 11, 14.6, infra.queueAlert],
  [31, 5, 10.2, infra.outOfMemory],
  [4, 7, 16.3, docs.changelogTable],
  [11, 14, 13.1, docs.deadLinks],
  [18, 9, 10.4, docs.quickStart],
  [25, 21, 15.1, docs.checkoutDiagram],
  [5, 3, 9.7, search.synonyms],
  [12, 1, 14.8, search.chineseRanking],
  [19, 8, 10.9, search.reindex],
  [33, 16, 14.1, search.typoTolerance],
  [6, 1, 8.6, pipeline.missingRevenue],
  [13, 10, 11.2, pipeline.deduplicate],
  [34, 4, 16.2, pipeline.nightlyTimeout],
  [27, 18, 9.1, pipeline.backfill],
];

export const castings = ({ now }: Stage): Casting[] => [
  ...today.map(([person, hoursAgo, scenario]) => ({ person, scenario, at: now - hoursAgo * HOUR })),
  ...before.map(([person, daysAgo, hour, scenario]) => ({ person, scenario, at: workday(now, daysAgo, hour) })),
];
