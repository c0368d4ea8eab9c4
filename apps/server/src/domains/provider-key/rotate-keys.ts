import type { Deps } from '#platform/context';
import { createKeyRing, installationSecrets, randomSecret, writeSecrets } from '#platform/crypto';
import { systemScope } from '#platform/db/scope';
import { inTx } from '#platform/db/tx';
import { type ProviderKeyRow, providerKeys } from './repository.ts';

const BATCH = 100;
const everyTenant = 'the secret is the whole installation’s';

/** Seals every key that is not yet sealed under the newest secret; answers how many, in words. */
async function sealAnew(deps: Deps): Promise<string> {
  const counts = { sealed: 0, unreadable: 0 };
  let after = '';
  for (;;) {
    const rows = await providerKeys(systemScope(deps, everyTenant)).after(after, BATCH);
    for (const row of rows.filter(({ sealed }) => !deps.keys.isNewest(sealed))) {
      const plain = openOrNull(deps, row);
      if (plain === null) counts.unreadable++;
      else if (await reseal(deps, row, plain)) counts.sealed++;
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  const lost = counts.unreadable > 0 ? ` ${counts.unreadable} could not be opened before either: replace those.` : '';
  return `Sealed ${counts.sealed} provider keys anew.${lost}`;
}

/** One that was sealed under a secret which is lost is no use to anybody, and must not stand in the way of the others. */
function openOrNull(deps: Deps, { id, sealed }: ProviderKeyRow): string | null {
  try {
    return deps.keys.open('provider-key', sealed, id);
  } catch {
    return null;
  }
}

/** One that somebody replaces meanwhile is sealed under the newest secret already. */
function reseal(deps: Deps, { id, sealed }: ProviderKeyRow, plain: string): Promise<boolean> {
  const anew = deps.keys.seal('provider-key', plain, id);
  return inTx(deps, (tx) => providerKeys(systemScope(tx, everyTenant)).reseal(id, sealed, anew));
}

const ringOf = ({ config }: Pick<Deps, 'config'>) =>
  createKeyRing(() => installationSecrets(config.OPENACE_DATA_DIR, config.OPENACE_SECRET_KEY));

/**
 * Makes a new secret, seals every key under it and only then forgets the old one; servers that run look for a new secret where they meet
 * it. Broken off at any point it can be run again. A configured secret is the administrator's to change: it names the new one before the old.
 */
export async function rotateKeys(deps: Deps): Promise<string> {
  const { OPENACE_SECRET_KEY: configured, OPENACE_DATA_DIR: folder } = deps.config;
  const secrets = installationSecrets(folder, configured);
  if (configured) {
    const done = await sealAnew({ ...deps, keys: ringOf(deps) });
    return secrets.length > 1
      ? `${done} Take the old secret out of OPENACE_SECRET_KEY once every server has the new one.`
      : `${done} To rotate, set OPENACE_SECRET_KEY to the new secret, a comma and the old one, restart every server, and run this again.`;
  }
  const [newest = ''] = secrets;
  const isUnderWay = secrets.length > 1;
  if (!isUnderWay) writeSecrets(folder, [randomSecret(), newest]);
  const done = await sealAnew({ ...deps, keys: ringOf(deps) });
  writeSecrets(folder, installationSecrets(folder, undefined).slice(0, 1));
  return `${done} The old secret is gone; backups from before can only be read with it, so keep a copy with them.`;
}
