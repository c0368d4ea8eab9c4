import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { Refusal } from '../../refusal.ts';
import { shortened } from '../../text.ts';
import { type JsonRpc, RpcError } from '../json-rpc.ts';
import { type Fields, fields, list, text } from '../stream-json/fields.ts';
import { mentions } from './placeholders.ts';

interface Options {
  readonly agent: AcpAgent;
  readonly rpc: JsonRpc;
  readonly mode: PermissionMode;
  readonly model: string;
}

/** How an agent is told its mode or its model: by a method of its own, or as one of its configuration options. */
type Way = { readonly method: string; readonly name: string; readonly configId?: string };

const modeMethod: Way = { method: 'session/set_mode', name: 'modeId' };
const modelMethod: Way = { method: 'session/set_model', name: 'modelId' };

/** The mode and the model of a session: what the agent offers of both, and what it says that they are. */
export class Controls {
  readonly #options: Options;
  #sessionId = '';
  #modeWay: Way | undefined;
  #modelWay: Way | undefined;
  /** In the agent's own words. */
  #offeredModels: readonly string[] = [];
  #mode: PermissionMode;
  #model: string;

  constructor(options: Options) {
    this.#options = options;
    this.#mode = options.mode;
    this.#model = options.model;
  }

  get mode(): PermissionMode {
    return this.#mode;
  }

  /** Whether the agent can change to a mode while it runs. */
  mayChangeTo(mode: PermissionMode): boolean {
    const [wanted, current] = [mode, this.#mode].map((word) => this.#options.agent.modes.find((candidate) => candidate.mode === word));
    return wanted?.config === current?.config;
  }

  /** Whether the agent can change to a model while it runs; one that its configuration names is known only from its next start on. */
  mayChangeToModel(model: string): boolean {
    return !mentions(this.#options.agent, 'model') || this.#offeredModels.includes(this.#wordFor(model));
  }

  /** The answer to the request that opened the session says what there is to choose. */
  opened(sessionId: string, { modes, models, configOptions }: Fields): void {
    this.#sessionId = sessionId;
    if (list(fields(modes).availableModes).length > 0) this.#modeWay = modeMethod;
    const available = list(fields(models).availableModels).map((offered) => text(fields(offered).modelId));
    if (available.length > 0) this.#offerModels(modelMethod, available);
    for (const option of list(configOptions).map(fields)) {
      const way = { method: 'session/set_config_option', name: 'value', configId: text(option.id) };
      if (option.category === 'mode') this.#modeWay ??= way;
      if (option.category === 'model') this.#offerModels(way, valuesOf(option.options));
    }
  }

  #offerModels(way: Way, offered: readonly string[]): void {
    this.#modelWay = way;
    this.#offeredModels = offered;
  }

  /** Said to the agent even where it seems to be so already: some begin in a mode that does not ask. */
  async setMode(mode: PermissionMode): Promise<SessionEvent[]> {
    const { name, modes } = this.#options.agent;
    const known = modes.find((candidate) => candidate.mode === mode);
    if (!known) throw new Refusal(`${name} has no such mode.`);
    if (known.id !== '') {
      if (!this.#modeWay) throw new Refusal(`${name} does not let its mode be chosen, so it cannot be held to this one.`);
      await this.#set(this.#modeWay, known.id);
    }
    return this.#modeIs(mode);
  }

  async setModel(model: string): Promise<SessionEvent[]> {
    if (!this.#modelWay) throw new Refusal(`${this.#options.agent.name} does not let its model be chosen.`);
    await this.#set(this.#modelWay, this.#wordFor(model));
    return this.#modelIs(model);
  }

  /** Chooses the model of the start, where the agent lets it be chosen; elsewhere its configuration holds it. */
  async begin(): Promise<void> {
    const { mode, model } = this.#options;
    await this.setMode(mode);
    if (model !== '' && this.#modelWay) await this.setModel(model);
  }

  /** A `current_mode_update` or a `config_option_update`. */
  take(update: Fields): SessionEvent[] {
    if (update.sessionUpdate === 'current_mode_update') return this.#modeWordIs(text(update.currentModeId));
    return list(update.configOptions)
      .map(fields)
      .flatMap((option) => {
        if (option.category === 'mode') return this.#modeWordIs(text(option.currentValue));
        return option.category === 'model' ? this.#modelIs(this.#modelOf(text(option.currentValue))) : [];
      });
  }

  async #set({ method, name, configId }: Way, value: string): Promise<void> {
    const { rpc, agent } = this.#options;
    try {
      await rpc.request(method, { sessionId: this.#sessionId, ...(configId !== undefined && { configId }), [name]: value });
    } catch (error) {
      throw error instanceof RpcError ? new Refusal(`${agent.name} does not take “${value}”. ${error.message}`) : error;
    }
  }

  /** Modes that no word of ours stands for are told in words, for in them the agent may ask less than it was told to. */
  #modeWordIs(word: string): SessionEvent[] {
    const { name, modes } = this.#options.agent;
    if (word === '' || modes.every(({ id }) => id === '')) return [];
    const current = modes.find(({ mode }) => mode === this.#mode);
    if (current?.id === word) return [];
    const known = modes.find(({ id }) => id === word);
    if (known) return this.#modeIs(known.mode);
    return [
      { type: 'notice', reason: 'info', text: shortened(`${name} says that it works in its mode “${word}” now.`, 4000), retryInMs: null },
    ];
  }

  #modeIs(mode: PermissionMode): SessionEvent[] {
    if (mode === this.#mode) return [];
    this.#mode = mode;
    return [{ type: 'mode_changed', permissionMode: mode }];
  }

  #modelIs(model: string): SessionEvent[] {
    if (model === '' || model === this.#model) return [];
    this.#model = model;
    return [{ type: 'model_changed', model: shortened(model, 200) }];
  }

  #wordFor = (model: string): string => this.#options.agent.model.replaceAll('{model}', model);

  /** The agent's word for a model, without what its configuration puts around it. */
  #modelOf(word: string): string {
    const [before = '', after = ''] = this.#options.agent.model.split('{model}');
    return word.startsWith(before) && word.endsWith(after) ? word.slice(before.length, word.length - after.length) : word;
  }
}

/** Of an option to choose from; its values may stand in groups. */
const valuesOf = (options: unknown): string[] =>
  list(options)
    .map(fields)
    .flatMap((option) => (Array.isArray(option.options) ? valuesOf(option.options) : [text(option.value)]));
