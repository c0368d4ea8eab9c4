// @ts-check
/** How long an answer is: words written out, and the maximum which a request asks for. */
import { usageOf } from './script.mjs';

/**
 * @typedef {import('./script.mjs').Step} Step
 * @typedef {import('./script.mjs').Usage} Usage
 */

/** Numbered, so that a lost or repeated part of a long stream shows. @param {number} count */
const words = (count) => Array.from({ length: count }, (_, at) => `word${at + 1}`).join(' ');

/** @param {Step} step @returns {string | undefined} */
function textOf(step) {
  if (step.words === undefined) return step.text;
  return step.text ? `${step.text} ${words(step.words)}` : words(step.words);
}

/** @param {string | undefined} text @param {number} kept tokens @param {number} all tokens */
const shareOf = (text, kept, all) => (all > 0 ? text?.slice(0, Math.floor((text.length * kept) / all)) : text);

/**
 * The step as it is said, and what it then costs. Thinking comes first and takes its tokens first; a call of a tool comes last, and never
 * when the answer is cut.
 * @param {Step} step @param {unknown} maximum output tokens, reasoning included
 * @returns {{ step: Step, usage: Usage }}
 */
export function atLength(step, maximum) {
  const usage = usageOf(step.usage);
  const said = step.words === undefined ? step : { ...step, text: textOf(step) };
  if (!step.honourMax || typeof maximum !== 'number' || maximum >= usage.output) return { step: said, usage };
  const reasoning = Math.min(usage.reasoning, maximum);
  return {
    step: {
      ...said,
      thinking: shareOf(said.thinking, reasoning, usage.reasoning),
      text: shareOf(said.text, maximum - reasoning, usage.output - usage.reasoning),
      tool: undefined,
      tools: undefined,
      stopReason: 'length',
    },
    usage: { ...usage, output: maximum, reasoning },
  };
}
