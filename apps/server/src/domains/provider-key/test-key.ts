import { type GetProviderKey, Provider, type ProviderKeyTest } from '@open-ace/contracts/provider-key';
import { request } from 'undici';
import { audit } from '#platform/audit/audit';
import { SECOND } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { outboundAgent } from '#platform/outbound/agent';
import { whyUnreachable } from '#platform/outbound/explain';
import { auditedProviderKey } from './audited-provider-key.ts';
import { type Answer, type Judgement, judgeAnswer, listsNoModels } from './judge-answer.ts';
import { probes } from './probes.ts';
import { type ProviderKeyRow, providerKeys, working } from './repository.ts';
import { announce, openSecret } from './service.ts';

const LIMIT = 10 * SECOND;
/** Enough of an answer to see what it is. */
const MOST_READ = 64 * 1024;

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size >= MOST_READ) break;
  }
  return Buffer.concat(parts).subarray(0, MOST_READ).toString('utf8');
}

/** Asks the provider with the key: one request that costs nothing, or two, the second of which costs a token. Follows no redirect. */
async function tryKey(ctx: UserCtx, row: ProviderKeyRow, limit: number): Promise<Judgement> {
  const probe = probes[Provider.parse(row.provider)];
  const secret = openSecret(ctx, row);
  const signal = AbortSignal.timeout(limit);
  const dispatcher = outboundAgent(ctx.config.OPENACE_ALLOW_PRIVATE_UPSTREAMS, { headersTimeout: limit, bodyTimeout: limit });
  const send = async ({ method, path, body }: typeof probe.models): Promise<Answer> => {
    const headers = { ...probe.headers(secret), accept: 'application/json', 'content-type': 'application/json' };
    const answer = await request(`${row.baseUrl}${path}`, {
      dispatcher,
      method,
      headers,
      signal,
      body: body ? JSON.stringify(body) : null,
    });
    return { status: answer.statusCode, text: await beginningOf(answer.body) };
  };
  try {
    const models = await send(probe.models);
    const answer = listsNoModels(models) ? await send(probe.message) : models;
    return judgeAnswer(answer, probe.vendor, probe.usualBaseUrl);
  } catch (error) {
    return { outcome: 'failed', message: `The provider could not be reached: ${whyUnreachable(error)}.` };
  } finally {
    await dispatcher.destroy();
  }
}

/** Whether the provider takes the key, in words; kept beside the key. */
export async function testProviderKey(ctx: UserCtx, { providerKeyId }: GetProviderKey, limit = LIMIT): Promise<ProviderKeyTest> {
  const tried = await providerKeys(ctx).require(providerKeyId);
  const started = performance.now();
  const { outcome, message } = await tryKey(ctx, tried, limit);
  const latencyMs = Math.round(performance.now() - started);
  const testedAt = new Date(ctx.clock.now());
  const failed = { failingSince: tried.failingSince ?? testedAt, lastFailureAt: testedAt, lastFailure: 'test' };
  const result = { testedAt, testOutcome: outcome, testMessage: message, ...(outcome === 'ok' ? working : failed) };
  await inTx(ctx, async (tx) => {
    const after = await providerKeys(tx).recordTest(tried, result);
    await audit(tx, auditedProviderKey, { action: 'provider_key.test', before: tried, after: after ?? { ...tried, ...result } });
    announce(tx);
  });
  return { outcome, message, latencyMs };
}
