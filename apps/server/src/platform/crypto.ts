import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors.ts';

/** What a key is for. A key derived for one purpose opens nothing of another. */
type Purpose = 'provider-key';

export interface KeyRing {
  /** AES-256-GCM under the newest secret; `bound` (a record's id) is authenticated, so a sealed text moved to another record does not open. */
  seal(purpose: Purpose, plain: string, bound: string): string;
  open(purpose: Purpose, sealed: string, bound: string): string;
  /** Whether a text is sealed under the newest secret. */
  isNewest(sealed: string): boolean;
}

interface RootKey {
  /** Tells secrets apart without telling anything of them. */
  version: string;
  derive(purpose: Purpose): Buffer;
}

function rootKey(secret: string): RootKey {
  const version = Buffer.from(hkdfSync('sha256', secret, 'open-ace', 'version', 6)).toString('base64url');
  return { version, derive: (purpose) => Buffer.from(hkdfSync('sha256', secret, 'open-ace', `v1:${purpose}`, 32)) };
}

/**
 * Seals with the first of the installation's secrets and opens with whichever a text was sealed under. A version that is not known is
 * looked for anew, since another process may just have made it.
 */
export function createKeyRing(readSecrets: () => string[]): KeyRing {
  let keys = readSecrets().map(rootKey);

  function keyOf(version: string | undefined): RootKey | undefined {
    const known = keys.find((key) => key.version === version);
    if (known) return known;
    keys = readSecrets().map(rootKey);
    return keys.find((key) => key.version === version);
  }

  function newest(): RootKey {
    const [key] = keys;
    if (!key) throw new AppError('INTERNAL', 'This installation has no secret.');
    return key;
  }

  return {
    seal(purpose, plain, bound) {
      const { version, derive } = newest();
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce).setAAD(Buffer.from(bound));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [version, ...[nonce, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
    },
    open(purpose, sealed, bound) {
      const [version, nonce, text, tag] = sealed.split('.');
      const key = keyOf(version);
      if (!key || !nonce || text === undefined || !tag)
        throw new AppError('INTERNAL', 'A sealed value was sealed under a secret that is not here.');
      const decipher = createDecipheriv('aes-256-gcm', key.derive(purpose), Buffer.from(nonce, 'base64url')).setAAD(Buffer.from(bound));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
    },
    isNewest: (sealed) => sealed.split('.')[0] === newest().version,
  };
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** 256 bits, URL-safe. */
export const randomSecret = () => randomBytes(32).toString('base64url');

export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

const secretFile = (dataDir: string) => join(dataDir, 'secret.key');

const linesOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((secret) => secret.trim())
    .filter(Boolean);

/**
 * The installation's secrets, the newest first: the configured ones, which commas separate, else those of a file made on first start and
 * kept readable by its owner alone.
 */
export function installationSecrets(dataDir: string, configured: string | undefined): string[] {
  if (configured) return linesOf(configured);
  const path = secretFile(dataDir);
  if (!existsSync(path)) writeFileSync(path, `${randomSecret()}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
  return linesOf(readFileSync(path, 'utf8'));
}

/** Puts these secrets into the file, in one step: it is never half written. */
export function writeSecrets(dataDir: string, secrets: string[]): void {
  const path = secretFile(dataDir);
  const next = `${path}.next`;
  writeFileSync(next, `${secrets.join('\n')}\n`, { mode: 0o600 });
  renameSync(next, path);
}
