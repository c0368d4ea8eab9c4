import { defineConfig } from '@playwright/test';
import { requireChromium } from '../packages/testkit/src/chromium.ts';

export default defineConfig({
  testDir: 'journeys',
  outputDir: '../artifacts/journeys',
  // Made for two cores, which the server, the browser and the tests share.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    screenshot: 'on',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: requireChromium(),
      // Chromium has no sandbox for root.
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
});
