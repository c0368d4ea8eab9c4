import { compareVersions, isWithin } from '../../facts/version.ts';

/** Its app-server protocol changes without notice, and parts that are used here are experimental, so what is not known is not tried. */
const known = { from: '0.160.0', below: '0.170.0' };
const newest = '0.169.0';

const release = (version: string): string => version.split('.').slice(0, 2).join('.');

export const isKnown = (version: string): boolean => isWithin(version, known);

/** Why no session can be started with a version, and what to do; '' where one can. */
export function problemOf(version: string): string {
  if (isKnown(version)) return '';
  const isNewer = compareVersions(version, known.below) >= 0;
  const which = isNewer
    ? `newer than what Open ACE knows (up to ${release(newest)})`
    : `older than what Open ACE knows (from ${release(known.from)})`;
  return `Codex ${version} is ${which}. Install it with: npm install -g @openai/codex@${newest}`;
}
