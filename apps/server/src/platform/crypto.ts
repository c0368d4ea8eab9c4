import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors.ts';

/** What a key is for. A key derived for one purpose opens nothing of another. */
type Purpose = 'provider-key' | 'ticket' | 'cursor';

export interface KeyRing {
  /** AES-256-GCM; `bound` (a record's id) is authenticated, so a sealed text moved to another record does not open. */
  seal(purpose: Purpose, plain: string, bound: string): string;
  open(purpose: Purpose, sealed: string, bound: string): string;
  /** Hex HMAC-SHA-256. */
  sign(purpose: Purpose, text: string): string;
}

const VERSION = 'v1';

export function createKeyRing(secret: string): KeyRing {
  const derive = (purpose: Purpose) => Buffer.from(hkdfSync('sha256', secret, 'open-ace', `${VERSION}:${purpose}`, 32));
  return {
    seal(purpose, plain, bound) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce).setAAD(Buffer.from(bound));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [VERSION, nonce, text, cipher.getAuthTag()]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    open(purpose, sealed, bound) {
      const [version, nonce, text, tag] = sealed.split('.');
      if (version !== VERSION || !nonce || text === undefined || !tag)
        throw new AppError('INTERNAL', 'A sealed value has an unknown form.');
      const decipher = createDecipheriv('aes-256-gcm', derive(purpose), Buffer.from(nonce, 'base64url')).setAAD(Buffer.from(bound));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
    },
    sign: (purpose, text) => createHmac('sha256', derive(purpose)).update(text).digest('hex'),
  };
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** 256 bits, URL-safe. */
export const randomSecret = () => randomBytes(32).toString('base64url');

export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** The installation's secret: the configured one, else one made on first start and kept readable by its owner alone. */
export function installationSecret(dataDir: string, configured: string | undefined): string {
  if (configured) return configured;
  const path = join(dataDir, 'secret.key');
  if (!existsSync(path)) writeFileSync(path, `${randomSecret()}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}
