import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { caBundleName, type Trust } from '../config.ts';
import { writeAtomically } from '../state/atomic-file.ts';

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

export const nodesTrust: Trust = { ca: undefined, insecure: false };

/** What Node's TLS takes; empty where nothing differs from its defaults. */
export function tlsOptions({ ca, insecure }: Trust): { ca?: string[]; rejectUnauthorized?: false } {
  return { ...(ca && { ca: [...rootCertificates, ca] }), ...(insecure && { rejectUnauthorized: false }) };
}

/** Node's own fetch believes what Node believes; where more is to be believed, its HTTPS client is asked instead. */
export function fetchWith(trust: Trust): Fetch {
  if (!trust.ca && !trust.insecure) return fetch;
  const agent = new Agent({ keepAlive: true, ...tlsOptions(trust) });
  return (url, init) => (new URL(url).protocol === 'https:' ? fetchOverTls(new URL(url), init, agent) : fetch(url, init));
}

function fetchOverTls(url: URL, init: RequestInit | undefined, agent: Agent): Promise<Response> {
  const { method = 'GET', body, signal } = init ?? {};
  const headers = Object.fromEntries(new Headers(init?.headers));
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent, ...(signal && { signal }) }, (answer) => {
      const { statusCode: status = 500, rawHeaders } = answer;
      const pairs = rawHeaders.flatMap((name, n): [string, string][] => (n % 2 === 0 ? [[name, rawHeaders[n + 1] ?? '']] : []));
      const isEmpty = [204, 205, 304].includes(status);
      if (isEmpty) answer.resume();
      resolve(new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers: pairs }));
    });
    asked.on('error', reject);
    asked.end(typeof body === 'string' ? body : undefined);
  });
}

/** A program that takes a file in place of the system's certificates must find the public ones there, too. */
export async function writeCaBundle({ dir, trust }: { dir: string; trust: Trust }): Promise<void> {
  if (trust.ca) await writeAtomically(join(dir, caBundleName), `${[...rootCertificates, trust.ca].join('\n')}\n`);
}
