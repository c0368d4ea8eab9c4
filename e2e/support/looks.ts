import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const folder = fileURLToPath(new URL('../../artifacts/screens', import.meta.url));
const widths = { wide: { width: 1440, height: 900 }, medium: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } };

/** What WCAG 2.2 AA calls a fault in the page as it is now, named. */
export async function accessibilityFaults(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.map(({ id, nodes }) => {
    const said = nodes.map(
      ({ html, failureSummary = '' }) => `${html.slice(0, 200)} (${failureSummary.replace(/\s+/g, ' ').slice(0, 200)})`,
    );
    return `${name}: ${id}: ${said.join(', ')}`;
  });
}

async function setScheme(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
}

/** Keeps the page as pictures, light and dark, at three widths; answers what is wrong for those who cannot see it. */
export async function look(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) {
    await setScheme(page, scheme);
    for (const [width, size] of Object.entries(widths)) {
      await page.setViewportSize(size);
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${folder}/${name}-${scheme}-${width}.png` });
    }
    await page.setViewportSize(widths.wide);
    faults.push(...(await accessibilityFaults(page, `${name} ${scheme}`)));
  }
  await setScheme(page, 'light');
  return faults;
}
