import { type Fields, fields, list, text } from '../stream-json/fields.ts';

const inWords = 'There is no form here. Ask in your message, end your turn, and the user will answer in words.';

/** Codex asks by a form that has no place in a transcript; told so, it asks in words. */
export function answerInWords({ questions }: Fields): object {
  const ids = list(questions).map((question) => text(fields(question).id));
  return { answers: Object.fromEntries(ids.map((id) => [id, { answers: [inWords] }])) };
}
