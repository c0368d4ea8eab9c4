import { Refusal } from './refusal.ts';
import { type ScannedFields, scanFields } from './scan-fields.ts';
import { parseJson, shortText } from './untrusted.ts';

const notAnObject = () => new Refusal(400, 'invalid_request', 'Send the request as a JSON object.');
const noJson = () => new Refusal(400, 'invalid_request', 'The request is no valid JSON.');
const noModel = () => new Refusal(400, 'no_model', 'The request names no model.');

/** The top level of a request's body. Refuses one that different readers would understand differently: it could not be metered. */
export function readFields(body: Buffer, names: ReadonlySet<string>): ScannedFields['values'] {
  const { values, ambiguous, start } = scanFields(body, names);
  if (start < 0) throw notAnObject();
  const [twice] = ambiguous;
  if (twice !== undefined) throw new Refusal(400, 'ambiguous_request', `The request names "${twice}" twice. Name it once.`);
  // What is no JSON may look as if the model were missing.
  if (names.has('model') && !values.has('model') && parseJson(body.toString('utf8')) === undefined) throw noJson();
  return values;
}

/** The model that a request names. */
export function requireModel(value: unknown): string {
  const model = shortText(value);
  if (model === '') throw noModel();
  return model;
}

/** The least of the numbers of tokens that a request names in these fields; null where it names none. */
export function leastOf(values: ReadonlyMap<string, unknown>, names: readonly string[]): number | null {
  const given = names.map((name) => values.get(name)).filter((value) => typeof value === 'number' && value >= 0) as number[];
  return given.length === 0 ? null : Math.floor(Math.min(...given));
}
