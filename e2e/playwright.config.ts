import { defineConfig } from '@playwright/test';
import { requireChromium } from '../packages/testkit/src/chromium.ts';

export default defineConfig({
  testDir: 'journeys',
  outputDir: '../artifacts/journeys',
  // Made for two cores, which the server, the browser and the tests share.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 10_000 },
  // A control that is not there is a fault, not something to wait a minute for.
  forbidOnly: process.env.CI !== undefined,
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: requireChromium(),
      // Chromium has no sandbox for root.
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
});
