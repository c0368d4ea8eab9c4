import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const debianPackages = ['chromium', 'fonts-noto-cjk'];
/** Without it Chinese, Japanese and Korean show as boxes in screenshots. */
const cjkFonts = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/System/Library/Fonts'];

const places = {
  path: process.env.PATH ?? '',
  playwright: [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
  ],
  programs: ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  debian: existsSync('/etc/debian_version'),
};

/** PATH, then Playwright's own download, then where systems put it. Throws with the one command to run. */
export function requireChromium(elsewhere: Partial<typeof places> = {}): string {
  const { path, playwright, programs, debian } = { ...places, ...elsewhere };
  const onPath = path
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...onPath, ...playwright.flatMap(downloadsIn), ...programs].find(isExecutable);
  if (found) return found;
  throw new Error(
    `Chromium was not found. Run: ${debian ? `sudo apt-get install -y ${debianPackages.join(' ')}` : 'node e2e/node_modules/@playwright/test/cli.js install chromium'}`,
  );
}

/** Installs Chromium and the fonts where that needs no questions: as root on Debian. Elsewhere a missing browser is a failure. */
export function installChromium(): string {
  const complete = isThere() && cjkFonts.some((folder) => existsSync(folder));
  if (!complete && places.debian && process.getuid?.() === 0) {
    aptGet('update');
    aptGet('install', '-y', '--no-install-recommends', ...debianPackages);
  }
  return requireChromium();
}

function isThere(): boolean {
  try {
    return requireChromium() !== '';
  } catch {
    return false;
  }
}

function aptGet(...args: string[]): void {
  execFileSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The programs of one browser cache, newest first. */
function downloadsIn(cache: string | undefined): string[] {
  if (!cache || !existsSync(cache)) return [];
  const programs = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice('chromium-'.length)) - Number(a.slice('chromium-'.length)))
    .flatMap((name) => programs.map((program) => join(cache, name, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
