import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const debianPackages = ['chromium', 'fonts-noto-cjk'];
/** Without it Chinese, Japanese and Korean show as boxes in screenshots. */
const cjkFonts = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/System/Library/Fonts'];

/** PATH, then Playwright's own download, then where systems put it. Throws with the one command to run. */
export function requireChromium(): string {
  const found = findChromium();
  if (!found) throw new Error(`Chromium was not found. Run: ${isDebian() ? aptCommand() : 'npx playwright install chromium'}`);
  return found;
}

/** Installs Chromium and the fonts where that needs no questions: as root on Debian. Elsewhere a missing browser is a failure. */
export function installChromium(): string {
  const complete = findChromium() !== undefined && cjkFonts.some((folder) => existsSync(folder));
  if (!complete && isDebian() && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return requireChromium();
}

function findChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...playwrightDownloads(), '/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(
    isExecutable,
  );
}

function playwrightDownloads(): string[] {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
  ];
  const programs = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  return caches
    .filter((cache) => cache !== undefined && existsSync(cache))
    .flatMap((cache) => readdirSync(cache ?? '').map((browser) => join(cache ?? '', browser)))
    .filter((folder) => /chromium-\d+$/.test(folder))
    .sort()
    .reverse()
    .flatMap((folder) => programs.map((program) => join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian(): boolean {
  return existsSync('/etc/debian_version');
}

function aptCommand(): string {
  return `sudo apt-get install -y ${debianPackages.join(' ')}`;
}
