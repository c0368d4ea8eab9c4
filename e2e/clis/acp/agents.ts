import type { AcpAgent } from '../../../packages/contracts/src/acp-agent.ts';

/** The small agents of these tests, as an administrator would configure them. */
export function configured(program: string, more: Partial<AcpAgent> = {}): AcpAgent {
  return {
    id: program,
    name: 'The agent',
    program,
    args: [],
    versionArgs: ['--version'],
    env: [],
    config: '',
    beside: null,
    vendor: 'openai',
    model: '{model}',
    needsModel: false,
    authMethod: '',
    modes: [{ mode: 'ask', id: '' }],
    tested: { from: '1.0.0', below: '2.0.0' },
    node: '',
    package: '',
    caveat: '',
    ...more,
  };
}

export const polite = (abilities: string, more: Partial<AcpAgent> = {}): AcpAgent =>
  configured('polite', {
    env: [
      { name: 'POLITE_HOME', value: '{home}' },
      { name: 'POLITE_ABILITIES', value: abilities },
      { name: 'POLITE_KEY', value: '{token}' },
      { name: 'POLITE_SETTINGS', value: '{"url":"{gatewayV1}","folder":"{cwd}","models":{"house/{model}":{}}}' },
      { name: 'POLITE_CONFIG', value: '{config}' },
    ],
    config: '{"base":"{gateway}","key":"{token}"}',
    model: 'house/{model}',
    modes: [
      { mode: 'ask', id: 'careful' },
      { mode: 'plan', id: 'planning' },
    ],
    ...more,
  });

export const rude = (manner: string): AcpAgent => configured('rude', { args: [manner] });
