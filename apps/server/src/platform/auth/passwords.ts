import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, 2 passes, 1 lane. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string) => hash(password, parameters);

let decoy: Promise<string> | undefined;

/** Takes the same time whether or not there is a hash to compare with, so that timing does not tell who exists. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const matches = await verify(stored ?? (await decoy), password);
  return matches && Boolean(stored);
}

const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';
const pick = (from: string) => from.charAt(randomInt(from.length));

/** Sixteen characters that can be read aloud, about 70 bits: `Kxmt-a7pq-…`, in keeping with the password rules. */
export function temporaryPassword(): string {
  const body = Array.from({ length: 14 }, (_, index) => (index % 5 === 4 ? '-' : pick(letters + digits))).join('');
  return `${pick(letters).toUpperCase()}${body}${pick(letters)}${pick(digits)}`;
}
