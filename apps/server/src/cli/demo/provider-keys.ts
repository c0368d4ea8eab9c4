import type { Provider } from '@open-ace/contracts/provider-key';
import { auditedProviderKey, createProviderKey, providerKeys, updateProviderKey } from '#domains/provider-key';
import { audit } from '#platform/audit/audit';
import { MINUTE } from '#platform/clock';
import { inTx } from '#platform/db/tx';
import { asPerson, type Happening, type Stage, systemAt, workday } from './stage.ts';

interface DemoKey {
  provider: Exclude<Provider, 'openai-compatible'>;
  name: string;
  apiKey: string;
  daysAgo: number;
  vendor: string;
}

const main: DemoKey = {
  provider: 'anthropic',
  name: 'Anthropic',
  apiKey: 'sk-ant-demo-this-is-no-real-key-7Qx2',
  daysAgo: 79,
  vendor: 'Anthropic',
};
const pilot: DemoKey = {
  provider: 'anthropic',
  name: 'Anthropic (pilot)',
  apiKey: 'sk-ant-demo-this-is-no-real-key-p1Lt',
  daysAgo: 96,
  vendor: 'Anthropic',
};
const openai: DemoKey = {
  provider: 'openai',
  name: 'OpenAI',
  apiKey: 'sk-demo-this-is-no-real-key-u8Wd',
  daysAgo: 51,
  vendor: 'OpenAI',
};

/** Keys that nobody could call with; what the vendors said of them is made up, for no demo asks them. */
export function providerKeyHappenings(stage: Stage): { happenings: Happening[]; mainKeyId: () => string } {
  const ids = new Map<DemoKey, string>();
  const idOf = (key: DemoKey) => ids.get(key) ?? '';

  const create = (key: DemoKey): Happening => {
    const at = workday(stage.now, key.daysAgo, 10.2);
    const { provider, name, apiKey } = key;
    return { at, run: async (stage) => ids.set(key, (await createProviderKey(asPerson(stage, 0, at), { provider, name, apiKey })).id) };
  };
  const test = (key: DemoKey, daysAgo: number): Happening => {
    const at = workday(stage.now, daysAgo, 10.2) + 2 * MINUTE;
    const result = { testedAt: new Date(at), testOutcome: 'ok', testMessage: `${key.vendor} took the key.` };
    const run = (stage: Stage) =>
      inTx(asPerson(stage, 0, at), async (tx) => {
        const before = await providerKeys(tx).require(idOf(key));
        const after = await providerKeys(tx).recordTest(before, result);
        await audit(tx, auditedProviderKey, { action: 'provider_key.test', before, after });
      });
    return { at, run };
  };
  const disable = (key: DemoKey, daysAgo: number): Happening => {
    const at = workday(stage.now, daysAgo, 15.1);
    return { at, run: (stage) => updateProviderKey(asPerson(stage, 0, at), { providerKeyId: idOf(key), enabled: false }) };
  };
  const use = (key: DemoKey, at: number): Happening => ({
    at,
    run: (stage) => inTx(systemAt(stage, at), (tx) => providerKeys(tx).touch([idOf(key)], new Date(at))),
  });

  const happenings = [
    create(pilot),
    test(pilot, pilot.daysAgo),
    create(main),
    test(main, main.daysAgo),
    use(pilot, workday(stage.now, 75, 14.3)),
    disable(pilot, 74),
    create(openai),
    test(openai, openai.daysAgo),
    test(main, 5),
    use(main, stage.now - 55 * MINUTE),
  ];
  return { happenings, mainKeyId: () => idOf(main) };
}
