import { shortText } from '../../untrusted.ts';
import { type ChatPart, joined, mediaOf, textsOf } from './content-parts.ts';
import { invalid } from './not-convertible.ts';

/** A tool call of the history, and its answer once it is there. */
interface PastCall {
  id: string;
  name: string;
  arguments: string;
  output: ChatPart[] | null;
}

/**
 * All that a model said and called between two words of others. Chat completions want it as one message, directly followed by one answer
 * to each call, in whatever order the Responses API's items came.
 */
export class AssistantTurn {
  readonly #reasoning: string[] = [];
  readonly #texts: string[] = [];
  readonly #calls: PastCall[] = [];

  think(text: string): void {
    this.#reasoning.push(text);
  }

  say(text: string): void {
    this.#texts.push(text);
  }

  call(id: string, name: string, args: string): PastCall {
    const call: PastCall = { id, name, arguments: args, output: null };
    this.#calls.push(call);
    return call;
  }

  messages(): object[] {
    const content = joined(this.#texts);
    if (content === '' && this.#calls.length === 0) return [];
    const reasoning = joined(this.#reasoning);
    const message = {
      role: 'assistant',
      content: content === '' ? null : content,
      ...(reasoning !== '' && { reasoning_content: reasoning }),
      ...(this.#calls.length > 0 && { tool_calls: this.#calls.map(toolCall) }),
    };
    return [message, ...this.#calls.map(answer), ...this.#calls.flatMap(attachment)];
  }
}

const toolCall = (call: PastCall) => ({ id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } });

function answer({ id, output }: PastCall): object {
  if (output === null) throw invalid(`The input has no output for the tool call "${shortText(id)}". Add it, or leave out the call.`);
  const rest = mediaOf(output).length > 0 ? ['(The rest of this output follows in the next message of the user.)'] : [];
  return { role: 'tool', tool_call_id: id, content: joined([textsOf(output), ...rest]) };
}

/** In chat completions a tool can only answer with text, so its images follow as the user's. */
function attachment({ id, output }: PastCall): object[] {
  const media = mediaOf(output ?? []);
  if (media.length === 0) return [];
  return [{ role: 'user', content: [{ type: 'text', text: `The rest of the output of the tool call ${id}:` }, ...media] }];
}

/** The calls that wait for their outputs. Some providers give an id to several calls: the first of them that waits is meant. */
export class WaitingCalls {
  readonly #waiting = new Map<string, PastCall[]>();

  add(call: PastCall): void {
    const same = this.#waiting.get(call.id);
    if (same) same.push(call);
    else this.#waiting.set(call.id, [call]);
  }

  answer(id: string, output: ChatPart[]): void {
    const call = this.#waiting.get(id)?.shift();
    if (!call) throw invalid(`The input has no tool call "${shortText(id)}" before its output. Send the call, too.`);
    call.output = output;
  }
}
