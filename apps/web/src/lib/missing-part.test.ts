import { expect, test } from 'vitest';
import { isMissingPart, mayReload } from './missing-part.ts';

test('a part that could not be fetched is known by the words of each browser and of the bundler', () => {
  for (const message of [
    'Failed to fetch dynamically imported module: http://localhost/assets/a.js',
    'error loading dynamically imported module: http://localhost/assets/a.js',
    'Importing a module script failed.',
    'Unable to preload CSS for http://localhost/assets/a.css',
  ])
    expect(isMissingPart(new TypeError(message))).toBe(true);
});

test('a fault of the page is none', () => {
  expect(isMissingPart(new TypeError("Cannot read properties of undefined (reading 'x')"))).toBe(false);
  expect(isMissingPart('Failed to fetch dynamically imported module')).toBe(false);
});

test('a page with unsaved work is not reloaded, and none twice in a minute', () => {
  expect(mayReload(100_000, 0, false)).toBe(true);
  expect(mayReload(100_000, 0, true)).toBe(false);
  expect(mayReload(100_000, 60_000, false)).toBe(false);
});
